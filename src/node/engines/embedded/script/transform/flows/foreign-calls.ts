import {
  ARRAY_RESULTS,
  CALLING_METHODS,
  FUNCTION_METHODS,
  PRIMITIVE_FUNCTIONS,
  PRIMITIVE_METHODS,
} from '../builtins.ts';
import type { CallSite } from './flow-types.ts';
import { OBJECT_FUNCTIONS } from './object-functions.ts';
import { type Arguments, passArguments } from './pass-arguments.ts';
import { ANY_KEY, Cell, ELEMENTS, hasField, type PointsToGraph, Site } from './points-to-graph.ts';

/** What happens to values that a script hands to code outside it: each such call has a pool in which they mix. */
export class ForeignCalls {
  readonly #graph: PointsToGraph;
  readonly #sites: Site[];
  readonly #results = new Map<CallSite, Site>();
  readonly #pools = new Map<CallSite, Cell>();
  readonly #pooledReceivers = new Map<CallSite, Set<Site>>();

  constructor(graph: PointsToGraph, sites: Site[]) {
    this.#graph = graph;
    this.#sites = sites;
  }

  /** Models calls that turned out to reach code outside the script. Returns whether anything new was found. */
  reachAll(calls: readonly CallSite[]): boolean {
    let found = false;
    for (const call of calls) {
      if (call.receiver && call.method !== undefined) {
        for (const receiver of call.receiver.values) {
          if (hasField(receiver, call.method) || (receiver.body && FUNCTION_METHODS.has(call.method))) continue;
          if (!mayHaveMethod(receiver, call.method)) continue;
          if (FUNCTION_METHODS.has(call.method) && receiver.kind === 'foreign' && !receiver.node) continue;
          if (receiver.kind === 'blocking' || receiver.kind === 'hook' || this.#isPooled(call, receiver)) continue;
          if (call.method === ANY_KEY && call.callee.values.size > 0) continue;
          this.reach(
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
        this.reach(call, call.method === undefined ? 'a function outside the script' : `.${call.method}`, undefined);
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

  /** Code outside the script may keep, mix, hand back or call everything it was given. */
  reach(call: CallSite, name: string, receiver: Site | undefined, args?: Arguments): void {
    const isKnown = call.foreign.has(name);
    call.foreign.add(name);
    const special = OBJECT_FUNCTIONS[name];
    if (special) {
      if (!isKnown) special(this.#graph, call, args?.list ?? call.args.map(({ value }) => value));
      return;
    }
    if (receiver && /^Weak(Map|Set)$/.test(receiver.name) && receiver.node) {
      this.#weakCollection(call, receiver);
      return;
    }
    const graph = this.#graph;
    const site = this.resultOf(call);
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
    passArguments(this.#graph, callback, pool, { list: [], loose: pool });
    this.#graph.flow(callback.body.result, pool);
  }

  /** A value from outside: its fields lead to itself and to whatever the script stores in it. */
  resultOf(call: CallSite): Site {
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
