import type { AnyNode } from 'acorn';
import type { FlowContext } from './flow-context.ts';
import { functionValue } from './function-flows.ts';
import type { Cell } from './points-to-graph.ts';

const MAX_COPY_LENGTH = 600;
const MAX_COPY_DEPTH = 4;

/**
 * Small functions of the module are analysed anew for each call, so that values which pass through a helper at one
 * place do not come out at all others: bundlers pass everything through a few helpers.
 */
export function copiedFunction(flows: FlowContext, callee: AnyNode): Cell | undefined {
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
    flows.copies.push({ node, variables: new Map() });
    const copy = functionValue(flows, node);
    flows.copies.pop();
    return copy;
  });
}
