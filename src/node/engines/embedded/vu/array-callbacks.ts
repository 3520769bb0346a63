import type { BlockingRun } from './suspension.ts';
import { wait } from './wait.ts';

type Callback = (...args: unknown[]) => unknown;

/**
 * Runs an array method whose callback may block, one element after the other, as the method itself would: same order,
 * same arguments, holes skipped, the length fixed at the start.
 * @throws TypeError when the receiver has a method of that name which cannot wait for its callback.
 */
export function* runArrayMethod(
  receiver: unknown,
  method: string,
  args: readonly unknown[],
  isOptional = false,
): BlockingRun {
  if (isOptional && (receiver === undefined || receiver === null)) return undefined;
  const own = (receiver as Record<string, unknown>)[method];
  const callback = args[0];
  if (typeof own !== 'function' || typeof callback !== 'function')
    return Reflect.apply(own as Callback, receiver, args);
  if (method === 'forEach' && (own === Map.prototype.forEach || own === Set.prototype.forEach)) {
    return yield* forEachEntry(receiver as Map<unknown, unknown> | Set<unknown>, callback as Callback, args[1]);
  }
  if (own === Array.prototype[method as 'map']) {
    return yield* runOverArray(receiver as unknown[], method, args);
  }
  const result: unknown = Reflect.apply(own, receiver, args);
  if (isNative(own)) {
    throw new TypeError(
      `Cannot run a blocking callback in ${method}() of ${Object.prototype.toString.call(receiver)}: call it from a loop instead`,
    );
  }
  return yield* wait(result);
}

function isNative(method: unknown): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(method));
}

function* forEachEntry(
  collection: Map<unknown, unknown> | Set<unknown>,
  callback: Callback,
  self: unknown,
): BlockingRun {
  for (const [key, value] of collection.entries()) yield* wait(Reflect.apply(callback, self, [value, key, collection]));
  return undefined;
}

function* runOverArray(list: unknown[], method: string, args: readonly unknown[]): BlockingRun {
  const callback = args[0] as Callback;
  const self = args[1];
  const length = list.length;
  const call = (index: number) => wait(Reflect.apply(callback, self, [list[index], index, list]));
  switch (method) {
    case 'forEach':
      for (let index = 0; index < length; index++) if (index in list) yield* call(index);
      return undefined;
    case 'map': {
      const mapped = new Array<unknown>(length);
      for (let index = 0; index < length; index++) if (index in list) mapped[index] = yield* call(index);
      return mapped;
    }
    case 'flatMap': {
      const mapped: unknown[] = [];
      for (let index = 0; index < length; index++) if (index in list) mapped.push(yield* call(index));
      return mapped.flat();
    }
    case 'filter': {
      const kept: unknown[] = [];
      for (let index = 0; index < length; index++) {
        if (!(index in list)) continue;
        const element = list[index];
        if (yield* call(index)) kept.push(element);
      }
      return kept;
    }
    case 'some':
      for (let index = 0; index < length; index++) if (index in list && (yield* call(index))) return true;
      return false;
    case 'every':
      for (let index = 0; index < length; index++) if (index in list && !(yield* call(index))) return false;
      return true;
    case 'find':
    case 'findIndex':
      return yield* findFrom(list, method === 'find', 0, length, call);
    case 'findLast':
    case 'findLastIndex':
      return yield* findFrom(list, method === 'findLast', length - 1, -1, call);
    default:
      return yield* reduce(list, method === 'reduce', callback, args);
  }
}

function* findFrom(
  list: unknown[],
  wantsElement: boolean,
  from: number,
  to: number,
  call: (index: number) => ReturnType<typeof wait>,
): BlockingRun {
  const step = from < to ? 1 : -1;
  for (let index = from; index !== to; index += step) {
    const element = list[index];
    if (yield* call(index)) return wantsElement ? element : index;
    if (index === to) break;
  }
  return wantsElement ? undefined : -1;
}

function* reduce(list: unknown[], isForward: boolean, callback: Callback, args: readonly unknown[]): BlockingRun {
  const indexes = Array.from(list.keys()).filter((index) => index in list);
  if (!isForward) indexes.reverse();
  if (indexes.length === 0 && args.length < 2) throw new TypeError('Reduce of empty array with no initial value');
  let result = args.length > 1 ? args[1] : list[indexes.shift() ?? 0];
  for (const index of indexes) {
    if (index in list) result = yield* wait(callback(result, list[index], index, list));
  }
  return result;
}
