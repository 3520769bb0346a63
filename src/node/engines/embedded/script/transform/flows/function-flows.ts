import type { AnyNode, Function as FunctionNode } from 'acorn';
import type { FlowContext } from './flow-context.ts';
import type { Region } from './flow-types.ts';
import { bindPattern } from './pattern-flows.ts';
import { Cell, ELEMENTS, type FunctionFacts, type Site } from './points-to-graph.ts';

/**
 * Makes the site of a function and walks its body. A function that is never called is walked too: foreign code might
 * call it.
 */
export function functionValue(flows: FlowContext, node: FunctionNode, kind?: Region['kind'], home?: Site): Cell {
  const site = flows.site('function', node.id?.name ?? '', node as AnyNode);
  const isArrow = node.type === ('ArrowFunctionExpression' as string);
  const graph = flows.graph;
  const returned = new Cell();
  const result = node.async || node.generator ? new Cell() : returned;
  const yielded = node.generator ? new Cell() : undefined;
  if (node.generator) {
    const generator = flows.site('generator', '', node as AnyNode);
    graph.add(result, generator);
    graph.flow(returned, graph.field(generator, ELEMENTS));
    if (yielded) graph.flow(yielded, graph.field(generator, ELEMENTS));
  } else if (node.async) {
    const promise = flows.site('promise', '', node as AnyNode);
    graph.add(result, promise);
    graph.settle(returned, graph.field(promise, 'value'));
  }
  const parameters = node.params.filter(({ type }) => type !== 'RestElement').map(() => new Cell());
  const rest = node.params.at(-1)?.type === 'RestElement' ? new Cell() : undefined;
  const argumentList = flows.site('object', 'arguments');
  const anyArgument = graph.field(argumentList, ELEMENTS);
  const instance = flows.site('object', 'instance');
  const prototype = flows.site('object', 'prototype');
  const own = flows.cellWith(site);
  if (!isArrow) {
    graph.add(graph.field(site, 'prototype'), prototype);
    graph.flow(graph.field(site, 'prototype'), instance.prototypes);
    graph.add(graph.field(prototype, 'constructor'), site);
  }
  // What an arrow function is called on does not reach the `this` in it.
  const self = new Cell();
  site.body = { parameters, rest, anyArgument, self, returned, result, instance, isAccessor: kind === 'accessor' };
  flows.functions.push(site);
  if (node.id) graph.add(flows.cellOf(node.id), site);

  const region: Region = {
    kind: kind ?? (node.generator ? 'generator' : node.async ? 'async' : 'function'),
    site,
    self: isArrow ? flows.region.self : self,
    home: isArrow ? flows.region.home : home,
    yielded,
    args: isArrow ? flows.region.args : flows.cellWith(argumentList),
  };
  flows.inRegion(region, () => walkFunction(flows, node, site.body));
  return own;
}

function walkFunction(flows: FlowContext, node: FunctionNode, facts: FunctionFacts | undefined): void {
  if (!facts) return;
  for (const [index, parameter] of node.params.entries()) {
    flows.parameterDefault = { node: parameter, owner: node as AnyNode };
    if (parameter.type === 'RestElement') {
      const list = flows.site('object', 'rest');
      flows.graph.flow(facts.rest ?? new Cell(), flows.graph.field(list, ELEMENTS));
      bindPattern(flows, parameter.argument, flows.cellWith(list));
    } else bindPattern(flows, parameter, facts.parameters[index] ?? new Cell());
  }
  flows.parameterDefault = undefined;
  const value = flows.evaluate(node.body);
  if (node.body.type !== 'BlockStatement') flows.graph.flow(value, facts.returned);
}
