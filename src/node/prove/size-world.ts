import { MOST_WAITING } from '../../core/sizing/compute-size.ts';
import { smallestPool } from '../../core/sizing/erlang.ts';
import { trueSize } from '../../core/sizing/even-load.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';

/** A local stack whose loans last as long as was injected, and how `make size` is asked about it. */
export interface SizeWorld {
  readonly name: 'size-measured' | 'size-computed';
  /** What is injected, in words. */
  readonly fault: string;
  /** How often it runs when all run, each time with other numbers. */
  readonly times: number;
}

export const SIZE_WORLDS: readonly SizeWorld[] = [
  {
    name: 'size-measured',
    fault: 'a rate and the time that each loan lasts; the size is looked for on local stacks',
    times: 2,
  },
  {
    name: 'size-computed',
    fault: 'a rate, the time that each loan lasts and a pool size; the size is computed from one run',
    times: 3,
  },
];

/** What is injected in a world at its n-th time, and what the size must come to. */
export interface SizeDraw {
  readonly ratePerSecond: number;
  readonly holdMs: number;
  /** Of the pool that is there while the size is computed. */
  readonly poolSize: number;
  readonly truth: number;
}

export const LARGEST_POOL = 30;
/** What a command on the same machine takes on top, and the database of the stack. */
const ROUND_TRIP_MS = 0.5;
const DATABASE_MS = 3;
/** A hit is one loan, a miss two; misses are a tenth of the load. */
const LOANS_PER_REQUEST = 1.1;

/**
 * The same numbers each time. Where the size is looked for, two loans of the longest keep a miss within its limit. Where it is
 * computed, fewer requests that last longer ask for as many connections, and depend less on how busy the machine is.
 */
export function drawSize({ name }: SizeWorld, time: number): SizeDraw {
  const random = seededRandom(time);
  const from = (least: number, step: number, count: number) => least + step * Math.floor(random() * count);
  const isMeasured = name === 'size-measured';
  const ratePerSecond = isMeasured ? from(40, 20, 19) : from(20, 10, 5);
  const holdMs = isMeasured ? from(5, 1, 13) : from(30, 5, 25);
  const lastsMs = holdMs + ROUND_TRIP_MS;
  const inUse = (ratePerSecond * LOANS_PER_REQUEST * lastsMs) / 1_000;
  const load = { ratePerSecond, seconds: 30, holdMs: lastsMs, databaseMs: DATABASE_MS };
  return {
    ratePerSecond,
    holdMs,
    poolSize: Math.ceil(inUse) + 1 + from(0, 1, 8),
    truth: isMeasured ? (trueSize(load, LARGEST_POOL) ?? LARGEST_POOL) : smallestPool(inUse, MOST_WAITING),
  };
}
