import type { AnyNode, Function as FunctionNode, Property } from 'acorn';
import type { FlowContext } from './flow-context.ts';
import { functionValue } from './function-flows.ts';
import { ANY_KEY, Cell, ELEMENTS, type Site } from './points-to-graph.ts';
import { propertyKey } from './property-flows.ts';

/** Flows of an object literal. */
export function objectValue(
  flows: FlowContext,
  properties: ReadonlyArray<Property | (AnyNode & { type: 'SpreadElement' })>,
): Cell {
  const graph = flows.graph;
  const site = flows.site('object', 'literal');
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      graph.copyFields(flows.evaluate(property.argument), site);
      continue;
    }
    const key = propertyKey(flows, property.key, property.computed);
    if (property.kind !== 'init' || property.method) {
      const kind = property.kind === 'init' ? undefined : 'accessor';
      const method = functionValue(flows, property.value as FunctionNode, kind, site);
      const facts = [...method.values][0]?.body;
      if (facts) graph.add(facts.self, site);
      defineMember(flows, site, key, property.kind, method);
    } else {
      const value = flows.evaluate(property.value);
      if (key === '__proto__' && !property.shorthand) graph.flow(value, site.prototypes);
      graph.flow(value, graph.field(site, key));
    }
  }
  return flows.cellWith(site);
}

/** Flows of an array literal. */
export function arrayValue(flows: FlowContext, elements: ReadonlyArray<AnyNode | null>): Cell {
  const site = flows.site('object', 'array');
  const content = flows.graph.field(site, ELEMENTS);
  for (const element of elements) {
    if (element?.type === 'SpreadElement') flows.graph.iterate(flows.evaluate(element.argument), content);
    else flows.graph.flow(flows.evaluate(element), content);
  }
  return flows.cellWith(site);
}

/** Puts a method, getter or setter in its place. */
export function defineMember(flows: FlowContext, object: Site, key: string, kind: string, value: Cell): void {
  const graph = flows.graph;
  const accessor = [...value.values][0]?.body;
  if (kind === 'get' && accessor) graph.flow(accessor.returned, graph.field(object, key));
  else if (kind === 'set' && accessor) {
    const parameter = accessor.parameters[0] ?? new Cell();
    graph.flow(graph.written(key), parameter);
    graph.flow(graph.written(ANY_KEY), parameter);
  } else graph.flow(value, graph.field(object, key));
}
