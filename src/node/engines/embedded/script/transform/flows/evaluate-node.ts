import type { AnyNode, Pattern } from 'acorn';
import { childrenOf } from '../syntax-tree.ts';
import { callValue } from './call-flows.ts';
import { classValue } from './class-flows.ts';
import type { FlowContext } from './flow-context.ts';
import { functionValue } from './function-flows.ts';
import { bindImports, identifierValue } from './name-flows.ts';
import { arrayValue, objectValue } from './object-flows.ts';
import { bindLoop, bindPattern } from './pattern-flows.ts';
import { Cell } from './points-to-graph.ts';
import { memberValue } from './property-flows.ts';

/**
 * The table of the language: what each kind of node does to values. Nodes without a case of their own (`if`, blocks,
 * operators that give primitives) only contain others.
 */
export function evaluateNode(flows: FlowContext, node: AnyNode | null | undefined): Cell {
  if (!node) return new Cell();
  switch (node.type) {
    case 'Identifier':
      return identifierValue(flows, node);
    case 'ThisExpression':
      return flows.region.self;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return functionValue(flows, node);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return classValue(flows, node);
    case 'ObjectExpression':
      return objectValue(flows, node.properties);
    case 'ArrayExpression':
      return arrayValue(flows, node.elements);
    case 'MemberExpression':
      return memberValue(flows, node).value;
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return callValue(flows, node);
    case 'AssignmentExpression':
      return assignedValue(flows, node.operator, node.left, node.right);
    case 'ConditionalExpression':
      if (isAbsent(flows, node.test)) return flows.evaluate(node.alternate);
      flows.evaluate(node.test);
      return unionOf(flows, node.consequent, node.alternate);
    case 'LogicalExpression':
      return unionOf(flows, node.left, node.right);
    case 'SequenceExpression':
      return node.expressions.map((expression) => flows.evaluate(expression)).at(-1) ?? new Cell();
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return flows.evaluate(node.expression);
    case 'AwaitExpression': {
      const value = new Cell();
      flows.graph.settle(flows.evaluate(node.argument), value);
      return value;
    }
    case 'YieldExpression':
      return yieldedValue(flows, node.argument, node.delegate);
    case 'VariableDeclarator':
      bindPattern(flows, node.id, flows.evaluate(node.init));
      return new Cell();
    case 'ForOfStatement': {
      const element = new Cell();
      const settled = new Cell();
      flows.graph.iterate(flows.evaluate(node.right), element);
      flows.graph.settle(element, settled);
      bindLoop(flows, node.left, node.await ? settled : element);
      flows.evaluate(node.body);
      return new Cell();
    }
    case 'ForInStatement':
      flows.evaluate(node.right);
      bindLoop(flows, node.left, new Cell());
      flows.evaluate(node.body);
      return new Cell();
    case 'ReturnStatement': {
      const returned = flows.evaluate(node.argument);
      if (flows.region.site?.body) flows.graph.flow(returned, flows.region.site.body.returned);
      return returned;
    }
    case 'ThrowStatement':
      flows.graph.flow(flows.evaluate(node.argument), flows.thrown);
      return new Cell();
    case 'CatchClause':
      if (node.param) bindPattern(flows, node.param, flows.thrown);
      return flows.evaluate(node.body);
    case 'ImportDeclaration':
      bindImports(flows, node);
      return new Cell();
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return flows.evaluate(node.declaration);
    case 'LabeledStatement':
      return flows.evaluate(node.body);
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return new Cell();
    default:
      for (const child of childrenOf(node)) flows.evaluate(child);
      return new Cell();
  }
}

function unionOf(flows: FlowContext, ...nodes: AnyNode[]): Cell {
  const union = new Cell();
  for (const node of nodes) flows.graph.flow(flows.evaluate(node), union);
  return union;
}

/** Whether an expression is a parameter that the call under analysis gives no argument for. */
function isAbsent(flows: FlowContext, node: AnyNode): boolean {
  const variable = node.type === 'Identifier' ? flows.module.variableOf(node) : undefined;
  return variable !== undefined && flows.copies.some(({ absent }) => absent.has(variable));
}

function assignedValue(flows: FlowContext, operator: string, left: Pattern | AnyNode, right: AnyNode): Cell {
  const value = flows.evaluate(right);
  if (operator === '=') {
    bindPattern(flows, left as AnyNode, value);
    return value;
  }
  const union = new Cell();
  flows.graph.flow(flows.evaluate(left as AnyNode), union);
  if (!/^(\|\||&&|\?\?)=$/.test(operator)) return new Cell();
  bindPattern(flows, left as AnyNode, value);
  flows.graph.flow(value, union);
  return union;
}

function yieldedValue(flows: FlowContext, argument: AnyNode | null | undefined, delegate: boolean): Cell {
  const value = flows.evaluate(argument);
  const { yielded } = flows.region;
  if (!yielded) return new Cell();
  if (delegate) flows.graph.iterate(value, yielded);
  else flows.graph.flow(value, yielded);
  const sent = new Cell();
  flows.graph.flow(yielded, sent);
  for (const generator of flows.region.site?.body?.result.values ?? []) flows.graph.flow(generator.contents, sent);
  return sent;
}
