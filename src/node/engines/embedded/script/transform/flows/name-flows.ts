import type { AnyNode, ImportDeclaration } from 'acorn';
import type { FlowContext } from './flow-context.ts';
import { K6_EXPORTS } from './k6-exports.ts';
import { Cell, Site } from './points-to-graph.ts';

/** What a name means: a variable, `arguments`, a global or an import. */
export function identifierValue(flows: FlowContext, node: AnyNode & { name: string }): Cell {
  if (flows.module.variableOf(node)) return flows.cellOf(node);
  if (node.name === 'undefined') return new Cell();
  if (node.name === 'arguments' && flows.region.args) return flows.region.args;
  let cell = flows.globals.get(node.name);
  if (!cell) {
    cell = new Cell();
    const isGlobalObject = node.name === 'globalThis' || node.name === 'global';
    flows.graph.add(cell, isGlobalObject ? flows.globalObject : new Site('foreign', node.name));
    flows.graph.flow(flows.graph.field(flows.globalObject, node.name), cell);
    flows.globals.set(node.name, cell);
  }
  return cell;
}

/** Binds what an import declaration names to the exports of k6's modules. */
export function bindImports(flows: FlowContext, node: ImportDeclaration): void {
  for (const specifier of node.specifiers) {
    const name = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : undefined;
    flowExport(flows, String(node.source.value), name, flows.cellOf(specifier.local));
  }
}

function flowExport(flows: FlowContext, specifier: string, name: string | undefined, into: Cell): void {
  const exports = K6_EXPORTS[specifier] ?? {};
  if (name === undefined || name === 'default') {
    const namespace = flows.site('foreign', specifier);
    for (const exported of Object.keys(exports))
      flowExport(flows, specifier, exported, flows.graph.field(namespace, exported));
    flows.graph.add(into, namespace);
    return;
  }
  const kind = exports[name];
  const foreignName = kind === 'timer' ? name : `${specifier}.${name}`;
  flows.graph.add(
    into,
    flows.site(kind === 'blocking' || kind === 'hook' ? kind : 'foreign', kind === 'hook' ? name : foreignName),
  );
}

function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : String(node.type === 'Literal' ? node.value : '');
}
