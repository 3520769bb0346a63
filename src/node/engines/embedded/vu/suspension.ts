/**
 * How blocking k6 code waits without blocking the process.
 *
 * A stand-in for a blocking k6 call (`http.get`, `sleep`) returns a {@link Suspension} instead of waiting. The source
 * transform rewrites the script so that each function which may block is a generator function, and each call that may
 * block is `yield`ed to the driver of the VU, which starts the suspension and resumes the generator with its result.
 */
export class Suspension<T = unknown> {
  /** Suspensions made and started in this process: they differ when one was lost, which only a bug can do. */
  static readonly count = { made: 0, started: 0 };

  readonly #begin: BeginSuspension<T>;

  /**
   * @param begin Begins the operation. Calls `resume` or `fail` once, later or at once, and may return a function that
   * cancels it: the VU was interrupted, nobody waits any more, neither callback may be called.
   */
  constructor(begin: BeginSuspension<T>) {
    this.#begin = begin;
    Suspension.count.made += 1;
  }

  /** Begins the operation; called once, by what waits for it. Returns a function that cancels it, if there is one. */
  start(resume: (value: T) => void, fail: (error: unknown) => void): ReturnType<BeginSuspension<T>> {
    Suspension.count.started += 1;
    return this.#begin(resume, fail);
  }
}

type BeginSuspension<T> = (
  resume: (value: T) => void,
  fail: (error: unknown) => void,
  // biome-ignore lint/suspicious/noConfusingVoidType: an operation without a way to cancel returns nothing
) => (() => void) | void;

/** A run of a transformed function that may block. It yields suspensions and is resumed with their results. */
export type BlockingRun<T = unknown> = Generator<Suspension, T, unknown>;

const GENERATOR_PROTOTYPE = Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())) as object;

/** Whether a value is the run of a function that the transform made suspendable. */
export function isBlockingRun(value: unknown): value is BlockingRun {
  return typeof value === 'object' && value !== null && Object.prototype.isPrototypeOf.call(GENERATOR_PROTOTYPE, value);
}
