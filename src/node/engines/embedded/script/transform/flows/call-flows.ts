import type { AnyNode } from 'acorn';
import { copiedFunction } from './copied-function.ts';
import type { FlowContext } from './flow-context.ts';
import type { Argument, CallSite } from './flow-types.ts';
import { Cell } from './points-to-graph.ts';
import { memberValue } from './property-flows.ts';

/** Records a call, and lets its arguments and its result flow. */
export function callValue(flows: FlowContext, node: CallSite['node']): Cell {
  const calleeNode = node.type === 'TaggedTemplateExpression' ? node.tag : node.callee;
  const nodes: AnyNode[] =
    node.type === 'TaggedTemplateExpression' ? [node.quasi, ...node.quasi.expressions] : node.arguments;
  let callee: Cell;
  let receiver: Cell | undefined;
  let method: string | undefined;
  const target = unwrap(calleeNode);
  if (target.type === 'MemberExpression') {
    const member = memberValue(flows, target);
    callee = member.value;
    receiver = member.object;
    method = member.key;
  } else if (target.type === 'Super') {
    callee = new Cell();
    const home = flows.region.home;
    if (home)
      flows.graph.watch(
        flows.graph.field(home, 'constructor'),
        (own) => own.shape && flows.graph.flow(own.shape.parent, callee),
      );
  } else callee = copiedFunction(flows, target, nodes) ?? flows.evaluate(target);
  const args = nodes.map(
    (arg): Argument =>
      arg.type === 'SpreadElement'
        ? { node: arg, value: flows.evaluate(arg.argument), spread: true }
        : { node: arg, value: flows.evaluate(arg), spread: false },
  );
  const result = new Cell();
  const call: CallSite = {
    node,
    region: flows.region,
    parameterDefault: flows.parameterDefault,
    callee,
    receiver,
    method,
    args,
    result,
    isNew: node.type === 'NewExpression' || target.type === 'Super',
    targets: new Set(),
    hooked: new Cell(),
    foreign: new Set(),
  };
  flows.calls.push(call);
  flows.model.invoke(call);
  return result;
}

/** The expression inside parentheses that only group: `(0, http.get)` stays a sequence, `(f)` is `f`. */
function unwrap(node: AnyNode): AnyNode {
  if (node.type === 'ParenthesizedExpression' || node.type === 'ChainExpression') return unwrap(node.expression);
  return node;
}
