import { type Stripe, shareOf, stripeByVus } from '../../core/workload/execution-segment.ts';
import type { FieldReader } from '../options/field-reader.ts';
import { RunWindow } from './run-window.ts';
import type { ExecutionStep, RunningVu, ScenarioBase, ScenarioRuntime } from './scenario.ts';

/** How the VUs of an arrival-rate scenario are provided. */
export interface ArrivalVus {
  readonly preAllocatedVus: number;
  readonly maxVus: number;
  /** Of the iterations. */
  readonly stripe: Stripe;
}

/** An arrival-rate scenario whose time has begun. */
interface Arrivals {
  readonly vus: readonly RunningVu[];
  readonly window: RunWindow;
}

/** Reads `preAllocatedVUs` and `maxVUs`, which is the former unless it is given. */
export function readArrivalVus(fields: FieldReader, stripe: Stripe): ArrivalVus {
  const given = fields.integer('preAllocatedVUs');
  fields.require(given !== undefined, "the number of preAllocatedVUs isn't specified");
  const preAllocatedVus = given ?? 0;
  fields.require(preAllocatedVus >= 0, "the number of preAllocatedVUs can't be negative");
  const maxVus = fields.integer('maxVUs') ?? preAllocatedVus;
  fields.require(maxVus >= preAllocatedVus, "maxVUs can't be less than preAllocatedVUs");
  return {
    preAllocatedVus: shareOf(stripe, preAllocatedVus),
    maxVus: shareOf(stripe, maxVus),
    stripe: stripeByVus(stripe, maxVus),
  };
}

/** Those of the due times of all iterations that belong to a stripe. */
export function dueTimesOf(stripe: Stripe, dueTimes: Generator<number, undefined>): Generator<number, undefined> {
  return stripe.numbers.length === stripe.outOf ? dueTimes : dueTimesInStripe(stripe, dueTimes);
}

function* dueTimesInStripe({ outOf, numbers }: Stripe, dueTimes: Iterable<number>): Generator<number, undefined> {
  let index = 0;
  for (const dueMs of dueTimes) if (numbers.includes(index++ % outOf)) yield dueMs;
  return undefined;
}

/** The VUs an arrival-rate scenario needs over time. */
export function planArrivals({ preAllocatedVus, maxVus }: ArrivalVus, maxDurationMs: number): ExecutionStep[] {
  return [
    { offsetMs: 0, plannedVus: preAllocatedVus, maxUnplannedVus: maxVus - preAllocatedVus },
    { offsetMs: maxDurationMs, plannedVus: 0, maxUnplannedVus: 0 },
  ];
}

/**
 * Takes the VUs of an arrival-rate scenario, and only then lets its time begin. It begins when timers fire, which keeps
 * the iterations of all rates with whole milliseconds between them on time.
 */
export async function openArrivals(
  runtime: ScenarioRuntime,
  { preAllocatedVus, gracefulStopMs }: ArrivalVus & ScenarioBase,
  durationMs: number,
): Promise<Arrivals> {
  const vus: RunningVu[] = [];
  while (vus.length < preAllocatedVus) vus.push(await runtime.acquireVu('iterating'));
  const window = new RunWindow(runtime, durationMs, gracefulStopMs, runtime.clock.nextTickMs());
  runtime.reportProgress(() => (durationMs === 0 ? 1 : Math.min(1, Math.max(0, window.elapsedMs / durationMs))));
  return { vus, window };
}

/**
 * Starts an iteration at each due time on a VU that is idle then. When none is, the iteration is dropped: it is neither
 * queued nor tried again, so that a slow system cannot slow the load down.
 *
 * @param dueTimes Ascending offsets from the start, milliseconds, none after the end of the duration.
 */
export async function runArrivals(
  runtime: ScenarioRuntime,
  { vus, window }: Arrivals,
  maxVus: number,
  dueTimes: Iterator<number>,
): Promise<void> {
  const { clock } = runtime;
  const pool = new ArrivalPool(runtime, window);
  for (const vu of vus) pool.add(vu);

  let unplannedVus = maxVus - vus.length;
  let hasWarned = false;
  const startOne = () => {
    if (pool.tryRunIteration()) return;
    runtime.dropIterations(1);
    if (unplannedVus > 0) {
      if (pool.tryGrow()) unplannedVus--;
    } else if (!hasWarned) {
      hasWarned = true;
      runtime.warn(`Insufficient VUs, reached ${maxVus} active VUs and cannot initialize more`);
    }
  };

  await new Promise<void>((resolve) => {
    let cancel = () => {};
    let next = dueTimes.next();
    const startDue = () => {
      const elapsedMs = window.elapsedMs;
      while (!next.done && next.value <= elapsedMs) {
        runtime.noteStart(elapsedMs - next.value);
        startOne();
        next = dueTimes.next();
      }
      if (!next.done) cancel = clock.at(window.startMs + next.value, startDue);
    };
    startDue();
    window.onRegularEnd(() => {
      cancel();
      // An iteration due at the very end may still wait for the timer that has just been cancelled.
      if (!runtime.signal.aborted) startDue();
      cancel();
      resolve();
    });
  });
  await pool.drain();
  window.close();
}

/** The VUs of one arrival-rate scenario: those that are idle wait in line. */
class ArrivalPool {
  readonly #runtime: ScenarioRuntime;
  readonly #window: RunWindow;
  /** Each runs an iteration on its VU. */
  readonly #idle: (() => void)[] = [];
  readonly #all: RunningVu[] = [];
  #busy = 0;
  #onIdle = () => {};
  #growing: Promise<void> | undefined;

  constructor(runtime: ScenarioRuntime, window: RunWindow) {
    this.#runtime = runtime;
    this.#window = window;
  }

  add(vu: RunningVu): void {
    const onEnd = () => {
      this.#idle.push(run);
      this.#busy--;
      if (this.#busy === 0) this.#onIdle();
    };
    const run = () => vu.runIteration(onEnd);
    this.#all.push(vu);
    this.#idle.push(run);
    this.#window.onInterrupt(() => vu.interrupt());
  }

  tryRunIteration(): boolean {
    const run = this.#idle.shift();
    if (!run) return false;
    this.#busy++;
    run();
    return true;
  }

  /** Initializes one more VU in the background, unless that is going on already. */
  tryGrow(): boolean {
    if (this.#growing) return false;
    this.#growing = this.#runtime.initializeVu().then(
      (vu) => {
        this.#growing = undefined;
        this.add(vu);
      },
      (error) => {
        this.#growing = undefined;
        this.#runtime.warn(`Error while allocating unplanned VU: ${String(error)}`);
      },
    );
    return true;
  }

  async drain(): Promise<void> {
    await this.#growing;
    if (this.#busy > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    for (const vu of this.#all) vu.release();
  }
}
