import type { AnyNode } from 'acorn';
import type { Variable } from 'eslint-scope';
import type { Colouring } from '../colour-functions.ts';
import type { ParsedModule } from '../parse-module.ts';
import type { ScriptFlows } from './flow-types.ts';
import type { Cell, Site } from './points-to-graph.ts';

/** Below this, looking into a function costs less than asking whether one has to. */
const MIN_LENGTH = 4_000;

/**
 * The top-level functions that refer to nothing of the script around them and are only ever called: bundlers make them
 * of whole libraries. They reach blocking functions only through what they are handed. As long as that holds none, they
 * are as good as code outside the script: {@link handsBlockingOut} tells.
 */
export function closedFunctions(module: ParsedModule, parents: ReadonlyMap<AnyNode, AnyNode>): ReadonlySet<AnyNode> {
  const isOnlyCalled = (variable: Variable | undefined) =>
    variable?.references.every(({ identifier }) => {
      const parent = parents.get(identifier as AnyNode);
      return parent?.type === 'CallExpression' && parent.callee === identifier;
    }) ?? false;
  return new Set(
    module.program.body.filter((node) => {
      if (node.type !== 'FunctionDeclaration' || node.end - node.start < MIN_LENGTH) return false;
      const own = module.variableOf(node.id);
      return isOnlyCalled(own) && module.freeVariables(node).every((variable) => variable === own);
    }),
  );
}

/** Whether a blocking function may get into a closed function, or into anything that came out of one. */
export function handsBlockingOut(flows: ScriptFlows, { isBlocking }: Colouring): boolean {
  const outside = new Set<Site>(flows.closed);
  const handed = new Set<Site>(flows.closed);
  let size: number;
  do {
    size = outside.size;
    for (const { callee, receiver, args, result, foreign } of flows.calls) {
      const given = [...(receiver ? [receiver] : []), ...args.map(({ value }) => value)];
      const isCalled = holdsAny(callee, outside) || (receiver !== undefined && holdsAny(receiver, outside));
      // Other code outside the script calls what it is given, and with anything that it is given.
      if (!isCalled && !(foreign.size > 0 && given.some((value) => holdsAny(value, outside)))) continue;
      for (const { values } of given) for (const site of values) handed.add(site);
      for (const site of result.values) if (site.kind === 'foreign') outside.add(site);
    }
  } while (outside.size > size);

  const reachable = new Set<Site>([...outside, ...handed, ...flows.shared]);
  // The set grows while it is walked.
  for (const site of reachable) {
    if (isBlocking(site)) return true;
    const { contents, prototypes, body, shape } = site;
    for (const cell of [contents, prototypes, body?.result]) {
      for (const inner of cell?.values ?? []) reachable.add(inner);
    }
    if (shape) reachable.add(shape.instance);
  }
  return false;
}

function holdsAny({ values }: Cell, sites: ReadonlySet<Site>): boolean {
  for (const site of values) if (sites.has(site)) return true;
  return false;
}
