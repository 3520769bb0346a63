import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { BlockingCall } from '../vu/blocking-calls.ts';
import { GoError } from '../vu/go-error.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import { sampleTags } from './sample-tags.ts';

const SEPARATOR = '::';
const AsyncFunction = (async () => {}).constructor;

/** The module `k6`. */
export function createK6Module(vu: VirtualUser): Record<string, unknown> {
  return {
    check: (value: unknown, sets: unknown, tags: unknown) => check(vu, value, sets, tags),
    group: (name: unknown, callback: unknown) => group(vu, String(name), callback),
    sleep: (seconds: unknown) => sleep(vu, Number(seconds)),
    fail: (message?: unknown) => {
      throw new GoError(message === undefined ? '' : String(message));
    },
    // Differs from k6: the same seed gives the same numbers on each run, but not the numbers that Go gives.
    randomSeed: (seed: unknown) => {
      vu.math.random = seededRandom(Math.trunc(Number(seed)) || 0);
    },
  };
}

function sleep(vu: VirtualUser, seconds: number): Promise<undefined> | undefined {
  if (!(seconds > 0)) return undefined;
  return vu.block('sleep', (resolve) => vu.run.clock.after(seconds * 1_000, () => resolve(undefined)));
}

function group(vu: VirtualUser, name: string, callback: unknown): unknown {
  if (vu.stage === 'init') throw new GoError('Using group() in the init context is not supported');
  if (typeof callback !== 'function') throw new GoError('group() requires a callback as a second argument');
  if (callback instanceof AsyncFunction) {
    throw new GoError(
      'group() does not support async functions as arguments, please see https://grafana.com/docs/k6/latest/javascript-api/k6/group/ for more info',
    );
  }
  refuseSeparator(name);
  const { clock } = vu.run;
  const outerPath = vu.groupPath;
  vu.groupPath = `${outerPath}${SEPARATOR}${name}`;
  const startMs = clock.now();
  const madeBefore = vu.blockingCalls.made;
  let waitsFor: Promise<unknown> | undefined;
  try {
    const result = callback();
    if (vu.blockingCalls.made > madeBefore) waitsFor = promiseOf(vu, name, result);
    return result;
  } finally {
    const tags = vu.tagSet();
    const end = () => vu.emitGroup(clock.now() - startMs, tags);
    if (waitsFor instanceof BlockingCall) waitsFor.onSettled(end);
    else if (waitsFor) waitsFor.then(end, end);
    else end();
    vu.groupPath = outerPath;
  }
}

/** What k6 waits for in a group is part of it: the group lasts until the promise settles that its callback returns. */
function promiseOf(vu: VirtualUser, name: string, result: unknown): Promise<unknown> {
  if (result instanceof Promise) return result;
  const error = new GoError(
    `group("${name}") does not wait for http.get(…), sleep(…) and their like: return their promise from its callback and await what group(…) gives, or run the script with k6`,
  );
  vu.refuse(error);
  throw error;
}

function check(vu: VirtualUser, value: unknown, sets: unknown, tags: unknown): boolean {
  if (vu.stage === 'init') throw new GoError('Using check() in the init context is not supported');
  if (sets === undefined) throw new GoError('no checks provided to `check`');
  if (value instanceof BlockingCall) throw value.refusal();
  const extraTags = sampleTags(tags);
  let haveAllPassed = true;
  const conditions = sets as Record<string, unknown>;
  for (const name of Object.keys(conditions)) {
    const condition = conditions[name];
    refuseSeparator(name);
    if (condition instanceof AsyncFunction) {
      throw new GoError(
        'the built-in check() does not support async functions as arguments. Use the JavaScript utils library as a replacement. Refer to https://grafana.com/docs/k6/latest/javascript-api/jslib/utils/check/ for more info',
      );
    }
    let hasPassed = false;
    try {
      const result = typeof condition === 'function' ? condition(value) : condition;
      if (result instanceof BlockingCall) throw result.refusal();
      hasPassed = Boolean(result);
    } finally {
      // A condition that throws counts as failed; what it threw goes on to the caller of check().
      vu.emitCheck(name, hasPassed, extraTags);
    }
    haveAllPassed &&= hasPassed;
  }
  return haveAllPassed;
}

function refuseSeparator(name: string): void {
  if (name.includes(SEPARATOR)) throw new GoError("group and check names may not contain '::'");
}
