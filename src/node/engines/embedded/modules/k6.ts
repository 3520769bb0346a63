import { seededRandom } from '../../../../core/statistics/seeded-random.ts';
import { GoError } from '../vu/go-error.ts';
import { settle } from '../vu/settle.ts';
import { type BlockingRun, Suspension } from '../vu/suspension.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';
import { wait } from '../vu/wait.ts';
import { sampleTags } from './sample-tags.ts';

const SEPARATOR = '::';
const AsyncFunction = (async () => {}).constructor;

/** The module `k6`. */
export function createK6Module(vu: VirtualUser): Record<string, unknown> {
  const functions = {
    check: (...args: readonly unknown[]) => settle(check(vu, args)),
    group: (name: unknown, callback: unknown) => settle(group(vu, String(name), callback)),
    sleep: (seconds: unknown) => sleep(vu, Number(seconds)),
    fail: (message?: unknown) => {
      throw new GoError(message === undefined ? '' : String(message));
    },
    // Differs from k6: the same seed gives the same numbers on each run, but not the numbers that Go gives.
    randomSeed: (seed: unknown) => {
      vu.math.random = seededRandom(Math.trunc(Number(seed)) || 0);
    },
  };
  return { ...functions, default: functions };
}

function sleep(vu: VirtualUser, seconds: number): Suspension<undefined> | undefined {
  if (!(seconds > 0)) return undefined;
  return new Suspension((resume) => vu.run.clock.after(seconds * 1_000, () => resume(undefined)));
}

function* group(vu: VirtualUser, name: string, callback: unknown): BlockingRun {
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
  try {
    return yield* wait(callback());
  } finally {
    vu.emitGroup(clock.now() - startMs);
    vu.groupPath = outerPath;
  }
}

function* check(vu: VirtualUser, [value, sets, ...extras]: readonly unknown[]): BlockingRun<boolean> {
  if (vu.stage === 'init') throw new GoError('Using check() in the init context is not supported');
  if (sets === undefined) throw new GoError('no checks provided to `check`');
  const extraTags = sampleTags(extras[0]);
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
      hasPassed = Boolean(yield* wait(typeof condition === 'function' ? condition(value) : condition));
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
