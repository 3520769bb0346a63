import type { CallSite } from './flow-types.ts';
import { passArguments } from './pass-arguments.ts';
import { ANY_KEY, Cell, type PointsToGraph, Site } from './points-to-graph.ts';

type ObjectFunction = (graph: PointsToGraph, call: CallSite, args: readonly Cell[]) => void;

const giveBackFirst: ObjectFunction = (graph, call, [object = new Cell()]) => graph.flow(object, call.result);

const setPrototype: ObjectFunction = (graph, call, [object = new Cell(), prototype = new Cell()]) => {
  graph.watch(object, (site) => graph.flow(prototype, site.prototypes));
  graph.flow(object, call.result);
};

const defineProperty: ObjectFunction = (graph, call, [object = new Cell(), , descriptor = new Cell()]) => {
  const keyNode = call.args[1]?.node;
  const key = keyNode?.type === 'Literal' ? String(keyNode.value) : ANY_KEY;
  graph.flow(object, call.result);
  defineField(graph, object, key, descriptor);
};

/** Built-in functions whose effect on the fields of objects is modelled, by name. */
export const OBJECT_FUNCTIONS: Readonly<Record<string, ObjectFunction>> = {
  // Stands for `bind`, whose result the call model has found already.
  'Object.bind': () => {},
  'Object.freeze': giveBackFirst,
  'Object.seal': giveBackFirst,
  'Object.preventExtensions': giveBackFirst,
  'Object.assign': (graph, call, [target = new Cell(), ...sources]) => {
    for (const source of sources) graph.watch(target, (site) => graph.copyFields(source, site));
    graph.flow(target, call.result);
  },
  'Object.create': (graph, call, [prototype = new Cell(), descriptors = new Cell()]) => {
    const created = new Site('object', 'Object.create');
    graph.add(call.result, created);
    graph.flow(prototype, created.prototypes);
    defineFields(graph, call.result, descriptors);
  },
  'Object.setPrototypeOf': setPrototype,
  'Reflect.setPrototypeOf': setPrototype,
  'Object.defineProperty': defineProperty,
  'Reflect.defineProperty': defineProperty,
  'Object.defineProperties': (graph, call, [object = new Cell(), descriptors = new Cell()]) => {
    graph.flow(object, call.result);
    defineFields(graph, object, descriptors);
  },
};

function defineFields(graph: PointsToGraph, target: Cell, descriptors: Cell): void {
  graph.watch(descriptors, (site) => {
    if (site.kind === 'foreign') {
      graph.write(target, ANY_KEY, site.contents);
      return;
    }
    const define = (name: string, descriptor: Cell) => defineField(graph, target, name, descriptor);
    for (const [name, descriptor] of [...site.fields]) define(name, descriptor);
    site.fieldWatchers.push(define);
  });
}

function defineField(graph: PointsToGraph, target: Cell, key: string, descriptor: Cell): void {
  const value = new Cell();
  graph.watch(descriptor, (site) => {
    // A descriptor that the script did not write comes from Object.getOwnPropertyDescriptor(s).
    if (site.kind === 'foreign') graph.flow(site.contents, value);
    else graph.flow(graph.field(site, 'value'), value);
    if (site.kind !== 'object') return;
    graph.watch(graph.field(site, 'get'), ({ body }) => {
      if (!body) return;
      body.isAccessor = true;
      graph.flow(target, body.self);
      graph.flow(body.result, value);
    });
    graph.watch(graph.field(site, 'set'), (setter) => {
      if (!setter.body) return;
      setter.body.isAccessor = true;
      passArguments(graph, setter, target, { list: [], loose: graph.written(key) });
      passArguments(graph, setter, target, { list: [], loose: graph.written(ANY_KEY) });
    });
  });
  graph.write(target, key, value);
}
