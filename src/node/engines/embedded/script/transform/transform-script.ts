import type { AnyNode } from 'acorn';
import MagicString from 'magic-string';
import { colourFunctions } from './colour-functions.ts';
import { findUnsupported, type Unsupported } from './find-unsupported.ts';
import { closedFunctions, handsBlockingOut } from './flows/closed-functions.ts';
import { collectFlows } from './flows/collect-flows.ts';
import { MissingHttpFeatures } from './missing-http-features.ts';
import { type ParsedModule, parseModule } from './parse-module.ts';
import { rewriteFunctions } from './rewrite-functions.ts';
import { type ImportedModule, rewriteModule } from './rewrite-module.ts';
import { walk } from './syntax-tree.ts';
import { UnsupportedScriptError } from './unsupported-script-error.ts';

/** A script that can suspend, and what it needs and gives. */
export interface TransformedScript {
  /**
   * The body of a function with the parameters `SCRIPT_PARAMETERS` and k6's globals. It returns an async function
   * that runs the module. Every line of the script keeps its number.
   */
  readonly code: string;
  readonly imports: readonly ImportedModule[];
  readonly exportNames: readonly string[];
}

/**
 * Rewrites a k6 script, an ES module, so that its blocking calls suspend the VU instead of blocking the process.
 * @throws SyntaxError when the text does not parse, with file, line and column.
 * @throws UnsupportedScriptError listing the places that cannot be rewritten without changing what the script does.
 */
export function transformScript(source: string, fileName: string): TransformedScript {
  const module = parseModule(source, fileName);
  const parents = new Map<AnyNode, AnyNode>();
  const path: AnyNode[] = [];
  const missing = new MissingHttpFeatures();
  walk(
    module.program,
    (node) => {
      const parent = path.at(-1);
      if (parent) parents.set(node, parent);
      missing.visit(node);
      path.push(node);
      return true;
    },
    () => path.pop(),
  );
  const text = new MagicString(source);
  const problems: Unsupported[] = missing.problems;
  const { flows, colouring } = analyse(module, parents);
  if (!flows.isComplete) {
    const reason = 'The libraries in this bundle are too large to find all blocking calls: import less';
    throw unsupported(source, fileName, [{ node: module.program, reason }]);
  }
  problems.push(...findUnsupported(flows, colouring, parents));
  const { imports, exportNames, runtime } = rewriteModule(module, text, parents, problems);
  if (problems.length > 0) throw unsupported(source, fileName, problems);
  rewriteFunctions({ module, text, colouring, parents, runtime });
  return { code: text.toString(), imports, exportNames };
}

/** Looks into large closed functions only when there is a chance that blocking functions get there. */
function analyse(module: ParsedModule, parents: ReadonlyMap<AnyNode, AnyNode>) {
  const closed = closedFunctions(module, parents);
  const flows = collectFlows(module, closed);
  const colouring = colourFunctions(module, flows);
  if (closed.size === 0 || !handsBlockingOut(flows, colouring)) return { flows, colouring };
  const allFlows = collectFlows(module, new Set());
  return { flows: allFlows, colouring: colourFunctions(module, allFlows) };
}

function unsupported(source: string, fileName: string, problems: readonly Unsupported[]): UnsupportedScriptError {
  const unique = new Map(problems.map((problem) => [`${problem.node.start} ${problem.reason}`, problem]));
  const sorted = [...unique.values()].sort((a, b) => a.node.start - b.node.start);
  return new UnsupportedScriptError(
    fileName,
    sorted.map(({ node, reason }) => {
      const before = source.slice(0, node.start).split('\n');
      return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, reason };
    }),
  );
}
