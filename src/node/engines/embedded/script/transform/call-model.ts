import type { CallSite } from './flow-types.ts';
import { ARRAY_RESULTS, CALLING_METHODS, PRIMITIVE_FUNCTIONS, PRIMITIVE_METHODS } from './k6-calls.ts';
import { ANY_KEY, Cell, ELEMENTS, hasField, type PointsToGraph, Site } from './points-to-graph.ts';

interface Arguments {
  readonly list: readonly Cell[];
  /** Arguments whose position is not known: spread, or handed over by `apply` and `bind`. */
  readonly loose: Cell | undefined;
}

const BUILTIN_NAME =
  /^(console|JSON|Math|Number|Object|Array|Reflect|Promise|Date|String|Symbol|set\w+)(\.prototype)?(\.\w+)?$/;
/** Built-in functions whose effect on the fields of objects is modelled. `Object.bind` stands for a bound function. */
const SPECIAL_FUNCTIONS = new Set([
  ...'Object.bind Object.freeze Object.seal Object.preventExtensions Object.assign Object.create'.split(' '),
  ...'Object.setPrototypeOf Reflect.setPrototypeOf Object.defineProperty Reflect.defineProperty'.split(' '),
  'Object.defineProperties',
]);
const FUNCTION_METHODS = new Set(['call', 'apply', 'bind']);

/** What happens to values at calls: of the script's own functions, of k6's, and of code outside the script. */
export class CallModel {
  readonly #graph: PointsToGraph;
  readonly #sites: Site[];
  readonly #builtins = new Map<string, Site>();
  readonly #results = new Map<CallSite, Site>();
  readonly #pools = new Map<CallSite, Cell>();
  readonly #pooledReceivers = new Map<CallSite, Set<Site>>();

  constructor(graph: PointsToGraph, sites: Site[]) {
    this.#graph = graph;
    this.#sites = sites;
  }

  /** Names what a script reads from built-in objects, such as `Object.defineProperty`. */
  readBuiltin(object: Cell, key: string, into: Cell): void {
    this.#graph.watch(object, (site) => {
      if (site.kind !== 'foreign' || site.node || key === ANY_KEY || key === ELEMENTS) return;
      if (hasField(site, key) || FUNCTION_METHODS.has(key)) return;
      const name = site.name === 'globalThis' ? key : `${site.name}.${key}`;
      if (!BUILTIN_NAME.test(name)) return;
      let builtin = this.#builtins.get(name);
      if (!builtin) {
        builtin = new Site('foreign', name);
        this.#builtins.set(name, builtin);
      }
      this.#graph.add(into, builtin);
    });
  }

  invoke(call: CallSite): void {
    const { callee, receiver, method } = call;
    const loose = call.args.some(({ spread }) => spread) ? new Cell() : undefined;
    for (const { value, spread } of call.args) {
      if (loose && spread) this.#graph.iterate(value, loose);
      else if (loose) this.#graph.flow(value, loose);
    }
    const args = { list: loose ? [] : call.args.map(({ value }) => value), loose };
    this.#graph.watch(callee, (target) => this.#enter(call, target, receiver ?? new Cell(), args));
    if (receiver && method && FUNCTION_METHODS.has(method)) {
      this.#graph.watch(receiver, (target) => this.#functionMethod(call, target, method, args));
    }
  }

  /** Models calls that turned out to reach code outside the script. Returns whether anything new was found. */
  reachForeignCode(calls: readonly CallSite[]): boolean {
    let found = false;
    for (const call of calls) {
      if (call.receiver && call.method !== undefined) {
        for (const receiver of call.receiver.values) {
          if (hasField(receiver, call.method) || (receiver.body && FUNCTION_METHODS.has(call.method))) continue;
          if (!mayHaveMethod(receiver, call.method)) continue;
          if (FUNCTION_METHODS.has(call.method) && receiver.kind === 'foreign' && !receiver.node) continue;
          if (receiver.kind === 'blocking' || receiver.kind === 'hook' || this.#isPooled(call, receiver)) continue;
          if (call.method === ANY_KEY && call.callee.values.size > 0) continue;
          this.#foreign(
            call,
            receiver.kind === 'foreign' && !receiver.node ? `${receiver.name}.${call.method}` : `.${call.method}`,
            receiver,
          );
          found = true;
        }
      }
      if (call.receiver?.values.size === 0 && FUNCTION_METHODS.has(call.method ?? '')) {
        call.foreign.add('a function outside the script');
        continue;
      }
      if (call.callee.values.size === 0 && call.foreign.size === 0 && call.targets.size === 0) {
        this.#foreign(call, call.method === undefined ? 'a function outside the script' : `.${call.method}`, undefined);
        found = true;
      }
    }
    return found;
  }

  #isPooled(call: CallSite, receiver: Site): boolean {
    const pooled = this.#pooledReceivers.get(call) ?? new Set<Site>();
    this.#pooledReceivers.set(call, pooled);
    if (pooled.has(receiver)) return true;
    pooled.add(receiver);
    return false;
  }

  #enter(call: CallSite, target: Site, self: Cell, args: Arguments): void {
    if (target.body) {
      call.targets.add(target);
      this.#pass(target, self, args);
      this.#graph.flow(target.body.result, call.result);
      if (!call.isNew) return;
      this.#graph.add(target.body.self, target.body.instance);
      this.#graph.add(call.result, target.body.instance);
    } else if (target.shape) this.#construct(call, target, args, new Set());
    else if (target.kind === 'blocking') {
      call.targets.add(target);
      this.#graph.add(call.result, this.#resultSite(call));
    } else if (target.kind === 'hook') this.#hook(call, target, args);
    else if (target.kind === 'foreign') this.#foreign(call, target.name, undefined, args);
  }

  #construct(call: CallSite, target: Site, args: Arguments, seen: Set<Site>): void {
    const { shape } = target;
    if (!shape || seen.has(target)) return;
    seen.add(target);
    this.#graph.add(call.result, shape.instance);
    if (shape.construct) {
      call.targets.add(shape.construct);
      this.#pass(shape.construct, shape.instanceSelf, args);
      if (shape.construct.body) this.#graph.flow(shape.construct.body.returned, call.result);
    } else {
      this.#graph.watch(shape.parent, (parent) => {
        if (parent.shape) this.#construct(call, parent, args, seen);
        else if (!parent.body) this.#foreign(call, parent.name, undefined, args);
      });
    }
  }

  #pass(target: Site, self: Cell, args: Arguments): void {
    const { body } = target;
    if (!body) return;
    this.#graph.flow(self, body.self);
    for (const [index, value] of args.list.entries()) {
      this.#graph.flow(value, body.parameters[index] ?? body.rest ?? body.anyArgument);
      this.#graph.flow(value, body.anyArgument);
    }
    if (args.loose) {
      for (const parameter of [...body.parameters, ...(body.rest ? [body.rest] : []), body.anyArgument]) {
        this.#graph.flow(args.loose, parameter);
      }
    }
  }

  #functionMethod(call: CallSite, target: Site, method: string, args: Arguments): void {
    const isFunction =
      target.body ||
      target.kind === 'blocking' ||
      target.kind === 'hook' ||
      (target.kind === 'foreign' && !target.node);
    if (!isFunction || hasField(target, method)) return;
    const self = args.loose ?? args.list[0] ?? new Cell();
    if (method === 'call') this.#enter(call, target, self, { list: args.list.slice(1), loose: args.loose });
    else if (method === 'apply') {
      const loose = new Cell();
      for (const value of args.loose ? [args.loose] : args.list.slice(1, 2)) this.#graph.read(value, ELEMENTS, loose);
      this.#enter(call, target, self, { list: [], loose });
    } else {
      const loose = new Cell();
      for (const value of args.loose ? [args.loose] : args.list.slice(1)) this.#graph.flow(value, loose);
      this.#pass(target, self, { list: [], loose });
      // Bound arguments shift the later ones: every argument of the bound function may reach every parameter.
      if (args.list.length > 1 && target.body) this.#pass(target, self, { list: [], loose: target.body.anyArgument });
      this.#graph.add(call.result, target);
      // The call is understood: it is `bind`, not code outside the script.
      call.foreign.add('Object.bind');
    }
  }

  #hook(call: CallSite, hook: Site, args: Arguments): void {
    call.targets.add(hook);
    const values = args.loose ? [args.loose, args.loose] : args.list;
    const callbacks = new Cell();
    if (hook.name === 'group') this.#graph.flow(values[1] ?? new Cell(), callbacks);
    else {
      this.#graph.watch(values[1] ?? new Cell(), (sets) => this.#graph.flow(sets.contents, callbacks));
    }
    this.#graph.flow(callbacks, call.hooked);
    this.#graph.watch(callbacks, (callback) => {
      if (!callback.body) return;
      if (hook.name === 'group') this.#graph.flow(callback.body.result, call.result);
      else this.#pass(callback, new Cell(), { list: values.slice(0, 1), loose: undefined });
    });
  }

  /** Code outside the script may keep, mix, hand back or call everything it was given. */
  #foreign(call: CallSite, name: string, receiver: Site | undefined, args?: Arguments): void {
    const isKnown = call.foreign.has(name);
    call.foreign.add(name);
    if (SPECIAL_FUNCTIONS.has(name)) {
      if (!isKnown) this.#special(call, name, args ?? { list: call.args.map(({ value }) => value), loose: undefined });
      return;
    }
    if (receiver && /^Weak(Map|Set)$/.test(receiver.name) && receiver.node) {
      this.#weakCollection(call, receiver);
      return;
    }
    const graph = this.#graph;
    const site = this.#resultSite(call);
    // These methods call their first argument and do not keep it.
    const isCallback = CALLING_METHODS.has(call.method ?? '');
    const isPrimitive = call.receiver
      ? PRIMITIVE_METHODS.has(call.method ?? '') || PRIMITIVE_FUNCTIONS.test(name)
      : PRIMITIVE_FUNCTIONS.test(name);
    if (isPrimitive && PRIMITIVE_FUNCTIONS.test(name)) return;
    let pool = this.#pools.get(call);
    if (!pool) {
      pool = new Cell();
      this.#pools.set(call, pool);
      const content = graph.field(site, call.isNew || this.#yieldsArray(call, name) ? ELEMENTS : ANY_KEY);
      graph.flow(pool, content);
      if (!isPrimitive) {
        graph.flow(pool, call.result);
        graph.add(call.result, site);
      }
      for (const [index, { value }] of call.args.entries()) {
        if (!(index === 0 && isCallback)) graph.flow(value, pool);
        graph.watch(value, (argument) => {
          if (argument.body || argument.shape) this.#callBack(argument, pool ?? new Cell());
          else graph.flow(argument.contents, pool ?? new Cell());
        });
      }
      graph.watch(pool, (value) => {
        if (value.kind === 'promise') graph.flow(value.contents, pool ?? new Cell());
      });
    }
    // Built-in objects and modules keep nothing between calls; what they made (site with a node) may.
    if (receiver && (receiver.kind !== 'foreign' || receiver.node)) {
      graph.add(pool, receiver);
      graph.flow(receiver.contents, pool);
      const kept = graph.field(receiver, ELEMENTS);
      for (const [index, { value, spread }] of call.args.entries()) {
        if (spread) graph.iterate(value, kept);
        else if (!(index === 0 && isCallback)) graph.flow(value, kept);
      }
    }
  }

  /** Bundlers keep private fields in WeakMaps: what they hold must not mix with the objects that they are keyed by. */
  #weakCollection(call: CallSite, receiver: Site): void {
    const value = this.#graph.field(receiver, '@@value');
    if (call.method === 'get') this.#graph.flow(value, call.result);
    if (call.method !== 'set' && call.method !== 'add') return;
    for (const argument of call.args.slice(call.args.some(({ spread }) => spread) ? 0 : 1))
      this.#graph.flow(argument.value, value);
    this.#graph.add(call.result, receiver);
  }

  #yieldsArray(call: CallSite, name: string): boolean {
    return (
      ARRAY_RESULTS.has(name) ||
      (call.receiver !== undefined && call.method !== undefined && ARRAY_RESULTS.has(call.method))
    );
  }

  #callBack(callback: Site, pool: Cell): void {
    if (!callback.body) return;
    this.#pass(callback, pool, { list: [], loose: pool });
    this.#graph.flow(callback.body.result, pool);
  }

  /** Built-in functions whose effect on fields has to be known by name. */
  #special(call: CallSite, name: string, { list }: Arguments): void {
    const graph = this.#graph;
    const [first = new Cell(), second = new Cell(), third = new Cell()] = list;
    switch (name) {
      case 'Object.freeze':
      case 'Object.seal':
      case 'Object.preventExtensions':
        graph.flow(first, call.result);
        break;
      case 'Object.assign':
        for (const source of list.slice(1)) graph.watch(first, (target) => graph.copyFields(source, target));
        graph.flow(first, call.result);
        break;
      case 'Object.create':
      case 'Object.setPrototypeOf':
      case 'Reflect.setPrototypeOf': {
        const created = new Site('object', name);
        if (name === 'Object.create') {
          graph.add(call.result, created);
          graph.flow(first, created.prototypes);
          this.#defineAll(call.result, second);
        } else {
          graph.watch(first, (target) => graph.flow(second, target.prototypes));
          graph.flow(first, call.result);
        }
        break;
      }
      case 'Object.defineProperty':
      case 'Reflect.defineProperty': {
        const keyNode = call.args[1]?.node;
        const key = keyNode?.type === 'Literal' ? String(keyNode.value) : ANY_KEY;
        graph.flow(first, call.result);
        this.#defineField(first, key, third);
        break;
      }
      case 'Object.defineProperties':
        graph.flow(first, call.result);
        this.#defineAll(first, second);
        break;
    }
  }

  #defineAll(target: Cell, descriptors: Cell): void {
    this.#graph.watch(descriptors, (site) => {
      if (site.kind === 'foreign') {
        this.#graph.write(target, ANY_KEY, site.contents);
        return;
      }
      const define = (name: string, descriptor: Cell) => this.#defineField(target, name, descriptor);
      for (const [name, descriptor] of [...site.fields]) define(name, descriptor);
      site.fieldWatchers.push(define);
    });
  }

  #defineField(target: Cell, key: string, descriptor: Cell): void {
    const graph = this.#graph;
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
        this.#pass(setter, target, { list: [], loose: graph.written(key) });
        this.#pass(setter, target, { list: [], loose: graph.written(ANY_KEY) });
      });
    });
    graph.write(target, key, value);
  }

  /** A value from outside: its fields lead to itself and to whatever the script stores in it. */
  #resultSite(call: CallSite): Site {
    let site = this.#results.get(call);
    if (!site) {
      const name = call.isNew && call.foreign.size === 1 ? ([...call.foreign][0] ?? '') : 'result';
      site = new Site('foreign', name, call.node);
      this.#results.set(call, site);
      this.#sites.push(site);
      const isCollection = call.isNew || [...call.foreign].some((name) => this.#yieldsArray(call, name));
      this.#graph.add(this.#graph.field(site, isCollection ? ELEMENTS : ANY_KEY), site);
    }
    return site;
  }
}

const INHERITED_METHODS: ReadonlySet<string> = new Set([
  ...[Object, Array, Function, Promise].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype)),
  ...'next return throw @@iterator'.split(' '),
  ANY_KEY,
  ELEMENTS,
]);

/** Whether a value may have a method that the script did not give it: a built-in one, or that of a foreign class. */
function mayHaveMethod(site: Site, name: string, seen = new Set<Site>()): boolean {
  if (site.kind === 'foreign' || INHERITED_METHODS.has(name)) return true;
  if (seen.has(site)) return false;
  seen.add(site);
  return [...site.prototypes.values].some((prototype) => mayHaveMethod(prototype, name, seen));
}
