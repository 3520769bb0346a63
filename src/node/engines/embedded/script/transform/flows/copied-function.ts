import type { AnyNode, Function as FunctionNode } from 'acorn';
import type { Variable } from 'eslint-scope';
import type { FlowContext } from './flow-context.ts';
import { functionValue } from './function-flows.ts';
import type { Cell } from './points-to-graph.ts';

const MAX_COPY_LENGTH = 600;
const MAX_COPY_DEPTH = 4;

/**
 * Small functions of the module are analysed anew for each call, so that values which pass through a helper at one
 * place do not come out at all others: bundlers pass everything through a few helpers. Parameters that a call leaves out
 * are known to be undefined in its copy.
 */
export function copiedFunction(flows: FlowContext, callee: AnyNode, args: readonly AnyNode[]): Cell | undefined {
  const variable = callee.type === 'Identifier' ? flows.module.variableOf(callee) : undefined;
  const definition = variable?.defs.length === 1 ? variable.defs[0] : undefined;
  if (!variable || !definition || variable.scope.type !== 'module' || flows.copies.length >= MAX_COPY_DEPTH)
    return undefined;
  const isAssignedLater = variable.references.some((reference) => reference.isWrite() && !reference.init);
  const node = (definition.type === 'Variable' ? definition.node.init : definition.node) as AnyNode | null | undefined;
  const isFunction =
    node?.type === 'ArrowFunctionExpression' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'FunctionDeclaration';
  if (!isFunction || isAssignedLater || node.end - node.start > MAX_COPY_LENGTH) return undefined;
  if (flows.copies.some((copy) => copy.node === node)) return undefined;
  return flows.inRegion(flows.moduleRegion, () => {
    flows.parameterDefault = undefined;
    flows.copies.push({ node, variables: new Map(), absent: absentParameters(flows, node, args) });
    const copy = functionValue(flows, node);
    flows.copies.pop();
    return copy;
  });
}

function absentParameters(flows: FlowContext, { params }: FunctionNode, args: readonly AnyNode[]): Set<Variable> {
  if (args.some(({ type }) => type === 'SpreadElement')) return new Set();
  const variables = params.slice(args.length).map((parameter) => flows.module.variableOf(parameter));
  return new Set(
    variables.filter((variable) => variable?.references.every((reference) => !reference.isWrite())) as Variable[],
  );
}
