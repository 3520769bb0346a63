import type { AnyNode, Class, PropertyDefinition } from 'acorn';
import { childrenOf } from '../syntax-tree.ts';
import type { FlowContext } from './flow-context.ts';
import type { Region } from './flow-types.ts';
import { functionValue } from './function-flows.ts';
import { defineMember } from './object-flows.ts';
import type { Cell, Site } from './points-to-graph.ts';
import { propertyKey } from './property-flows.ts';

/** Flows of a class: its constructor, methods, fields, static blocks and what it inherits. */
export function classValue(flows: FlowContext, node: Class): Cell {
  const graph = flows.graph;
  const site = flows.site('class', node.id?.name ?? '', node as AnyNode);
  const prototype = flows.site('object', 'prototype');
  const instance = flows.site('object', 'instance');
  const shape = {
    instance,
    instanceSelf: flows.cellWith(instance),
    staticSelf: flows.cellWith(site),
    parent: flows.evaluate(node.superClass),
    construct: undefined as Site | undefined,
  };
  site.shape = shape;
  graph.add(instance.prototypes, prototype);
  graph.add(graph.field(site, 'prototype'), prototype);
  graph.add(graph.field(prototype, 'constructor'), site);
  graph.flow(shape.parent, site.prototypes);
  graph.watch(shape.parent, (parent) => {
    graph.flow(graph.field(parent, 'prototype'), prototype.prototypes);
    if (!parent.shape) return;
    graph.flow(shape.instanceSelf, parent.shape.instanceSelf);
    graph.flow(shape.staticSelf, parent.shape.staticSelf);
  });
  if (node.id) graph.add(flows.cellOf(node.id), site);
  for (const member of node.body.body) {
    if (member.type === 'StaticBlock') staticBlock(flows, member, shape.staticSelf, site);
    else {
      const home = member.static ? site : prototype;
      const self = member.static ? shape.staticSelf : shape.instanceSelf;
      if (member.type === 'PropertyDefinition') classField(flows, member, home, self, member.static ? site : instance);
      else {
        const kind = member.kind === 'constructor' ? 'constructor' : member.kind === 'method' ? undefined : 'accessor';
        const method = functionValue(flows, member.value, kind, home);
        const facts = [...method.values][0];
        if (facts?.body) graph.flow(self, facts.body.self);
        if (member.kind === 'constructor') shape.construct = facts;
        else defineMember(flows, home, propertyKey(flows, member.key, member.computed), member.kind, method);
      }
    }
  }
  return flows.cellWith(site);
}

function classField(flows: FlowContext, member: PropertyDefinition, home: Site, self: Cell, owner: Site): void {
  const key = propertyKey(flows, member.key, member.computed);
  const value = flows.inRegion(initializerRegion(self, home), () => flows.evaluate(member.value));
  flows.graph.flow(value, flows.graph.field(owner, key));
  if (!member.static) flows.graph.watch(self, (instance) => flows.graph.flow(value, flows.graph.field(instance, key)));
}

function staticBlock(flows: FlowContext, node: AnyNode, self: Cell, home: Site): void {
  flows.inRegion(initializerRegion(self, home), () => {
    for (const child of childrenOf(node)) flows.evaluate(child);
  });
}

function initializerRegion(self: Cell, home: Site): Region {
  return { kind: 'initializer', site: undefined, self, home, yielded: undefined, args: undefined };
}
