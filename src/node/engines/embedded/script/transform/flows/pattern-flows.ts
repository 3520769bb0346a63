import type { AnyNode } from 'acorn';
import type { FlowContext } from './flow-context.ts';
import { Cell, ELEMENTS } from './points-to-graph.ts';
import { propertyKey } from './property-flows.ts';

/** Flows of assignment and destructuring: `value` reaches everything that `pattern` names. */
export function bindPattern(flows: FlowContext, pattern: AnyNode, value: Cell): void {
  switch (pattern.type) {
    case 'Identifier': {
      const isVariable = flows.module.variableOf(pattern) !== undefined;
      flows.graph.flow(value, isVariable ? flows.cellOf(pattern) : flows.graph.field(flows.globalObject, pattern.name));
      break;
    }
    case 'MemberExpression': {
      const object = pattern.object.type === 'Super' ? flows.region.self : flows.evaluate(pattern.object);
      flows.graph.write(object, propertyKey(flows, pattern.property, pattern.computed), value);
      break;
    }
    case 'AssignmentPattern': {
      const union = new Cell();
      flows.graph.flow(value, union);
      flows.graph.flow(flows.evaluate(pattern.right), union);
      bindPattern(flows, pattern.left, union);
      break;
    }
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') bindPattern(flows, property.argument, value);
        else {
          const field = new Cell();
          const key = propertyKey(flows, property.key, property.computed);
          flows.graph.read(value, key, field);
          flows.model.readBuiltin(value, key, field);
          bindPattern(flows, property.value, field);
        }
      }
      break;
    case 'ArrayPattern': {
      const element = new Cell();
      flows.graph.iterate(value, element);
      for (const item of pattern.elements) {
        if (item?.type === 'RestElement') {
          const list = flows.site('object', 'rest');
          flows.graph.flow(element, flows.graph.field(list, ELEMENTS));
          bindPattern(flows, item.argument, flows.cellWith(list));
        } else if (item) bindPattern(flows, item, element);
      }
      break;
    }
    default:
      flows.evaluate(pattern);
  }
}

/** Binds the variable of a `for…of` or `for…in` loop. */
export function bindLoop(flows: FlowContext, left: AnyNode, value: Cell): void {
  if (left.type === 'VariableDeclaration') for (const { id } of left.declarations) bindPattern(flows, id, value);
  else bindPattern(flows, left, value);
}
