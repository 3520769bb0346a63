import type { AnyNode, MemberExpression } from 'acorn';
import type { FlowContext } from './flow-context.ts';
import { ANY_KEY, Cell, ELEMENTS } from './points-to-graph.ts';

/** Flows of `object.key`: where it is read from, and the value. */
export function memberValue(flows: FlowContext, node: MemberExpression): { object: Cell; key: string; value: Cell } {
  const value = new Cell();
  if (node.object.type === 'Super') {
    const key = propertyKey(flows, node.property, node.computed);
    if (flows.region.home) flows.graph.read(flows.region.home.prototypes, key, value);
    return { object: flows.region.self, key, value };
  }
  const object = flows.evaluate(node.object);
  const key = propertyKey(flows, node.property, node.computed);
  flows.graph.read(object, key, value);
  flows.model.readBuiltin(object, key, value);
  return { object, key, value };
}

/** The name of a property, evaluating a computed key: `*` when it is not known before the run. */
export function propertyKey(flows: FlowContext, key: AnyNode, computed: boolean): string {
  if (!computed && key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return typeof key.value === 'number' ? ELEMENTS : String(key.value);
  flows.evaluate(key);
  if (key.type === 'MemberExpression' && key.object.type === 'Identifier' && key.object.name === 'Symbol') {
    return key.property.type === 'Identifier' ? `@@${key.property.name}` : ANY_KEY;
  }
  if (key.type === 'TemplateLiteral' && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? ANY_KEY;
  if (key.type === 'UpdateExpression') return ELEMENTS;
  return ANY_KEY;
}
