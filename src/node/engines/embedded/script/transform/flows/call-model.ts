import { FUNCTION_METHODS } from '../builtins.ts';
import type { CallSite } from './flow-types.ts';
import { ForeignCalls } from './foreign-calls.ts';
import { type Arguments, passArguments } from './pass-arguments.ts';
import { ANY_KEY, Cell, ELEMENTS, hasField, type PointsToGraph, Site } from './points-to-graph.ts';

const BUILTIN_NAME =
  /^(console|JSON|Math|Number|Object|Array|Reflect|Promise|Date|String|Symbol|set\w+)(\.prototype)?(\.\w+)?$/;

/** What happens to values at calls: of the script's own functions, of k6's, and of code outside the script. */
export class CallModel {
  readonly #graph: PointsToGraph;
  readonly #builtins = new Map<string, Site>();
  readonly #foreign: ForeignCalls;

  constructor(graph: PointsToGraph, sites: Site[]) {
    this.#graph = graph;
    this.#foreign = new ForeignCalls(graph, sites);
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
    return this.#foreign.reachAll(calls);
  }

  #enter(call: CallSite, target: Site, self: Cell, args: Arguments): void {
    if (target.body) {
      call.targets.add(target);
      passArguments(this.#graph, target, self, args);
      this.#graph.flow(target.body.result, call.result);
      if (!call.isNew) return;
      this.#graph.add(target.body.self, target.body.instance);
      this.#graph.add(call.result, target.body.instance);
    } else if (target.shape) this.#construct(call, target, args, new Set());
    else if (target.kind === 'blocking') {
      call.targets.add(target);
      this.#graph.add(call.result, this.#foreign.resultOf(call));
    } else if (target.kind === 'hook') this.#hook(call, target, args);
    else if (target.kind === 'foreign') this.#foreign.reach(call, target.name, undefined, args);
  }

  #construct(call: CallSite, target: Site, args: Arguments, seen: Set<Site>): void {
    const { shape } = target;
    if (!shape || seen.has(target)) return;
    seen.add(target);
    this.#graph.add(call.result, shape.instance);
    if (shape.construct) {
      call.targets.add(shape.construct);
      passArguments(this.#graph, shape.construct, shape.instanceSelf, args);
      if (shape.construct.body) this.#graph.flow(shape.construct.body.returned, call.result);
    } else {
      this.#graph.watch(shape.parent, (parent) => {
        if (parent.shape) this.#construct(call, parent, args, seen);
        else if (!parent.body) this.#foreign.reach(call, parent.name, undefined, args);
      });
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
      passArguments(this.#graph, target, self, { list: [], loose });
      // Bound arguments shift the later ones: every argument of the bound function may reach every parameter.
      if (args.list.length > 1 && target.body)
        passArguments(this.#graph, target, self, { list: [], loose: target.body.anyArgument });
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
      else passArguments(this.#graph, callback, new Cell(), { list: values.slice(0, 1), loose: undefined });
    });
  }
}
