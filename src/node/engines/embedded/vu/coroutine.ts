import { runArrayMethod } from './array-callbacks.ts';
import { removeUnordered } from './remove-unordered.ts';
import { type BlockingRun, Suspension } from './suspension.ts';
import { wait } from './wait.ts';

/** What transformed code calls as `$co`. One per VU, so that an interrupt reaches all that the VU waits for. */
export interface CoroutineRuntime {
  /** What `yield*` delegates to: waits if the value is a suspension or a blocking run, else gives it back at once. */
  wait(value: unknown): Iterable<Suspension>;
  /** Waits likewise, for async functions. The result is boxed, because a promise in it must not be awaited. */
  run(value: unknown): Promise<{ readonly value: unknown }>;
  /** Runs an array method whose callback may block, element by element. */
  array(receiver: unknown, method: string, args: readonly unknown[], isOptional?: boolean): BlockingRun;
  /** Turns a callback that may block into one that returns a promise. Values that are not functions pass. */
  async(callback: unknown): unknown;
  /**
   * Runs of blocking functions that were made and have not begun, in this process. Transformed code counts; each run
   * begins right where it is made, unless code outside the script called the function and does not know what it got.
   */
  readonly runs: { open: number };
  /** Drops everything that `run` and `async` wait for: it never resumes. */
  interrupt(): void;
}

const runs = { open: 0 };
const blockingCallbacks = new WeakMap<object, (...args: unknown[]) => unknown>();

/** What `async` made this callback of: whoever can wait for a blocking run may call that instead. */
export function blockingCallbackOf(callback: unknown): unknown {
  return typeof callback === 'function' ? (blockingCallbacks.get(callback) ?? callback) : callback;
}

/**
 * Makes the coroutine runtime of one VU.
 *
 * @param hold keeps alive what the VU does at the moment, until the function that it returns is called: in k6 a blocking
 * call is over before anything else goes on, so none may be left behind when an iteration ends
 */
export function createCoroutineRuntime(hold: () => () => void = () => () => {}): CoroutineRuntime {
  const cancels: (() => void)[] = [];
  const run = (value: unknown): Promise<{ readonly value: unknown }> =>
    new Promise((resolve, reject) => {
      let isDone = false;
      let cancel = () => {};
      let release = () => {};
      const settle = () => {
        isDone = true;
        removeUnordered(cancels, cancel);
        release();
      };
      cancel = drive(
        wait(value) as BlockingRun,
        (result) => {
          settle();
          resolve({ value: result });
        },
        (error) => {
          settle();
          reject(error);
        },
      );
      if (isDone) return;
      cancels.push(cancel);
      release = hold();
    });
  return {
    wait,
    run,
    array: runArrayMethod,
    runs,
    async: (callback) => {
      if (typeof callback !== 'function') return callback;
      const wrapped = async function (this: unknown, ...args: unknown[]) {
        return (await run(Reflect.apply(callback, this, args))).value;
      };
      blockingCallbacks.set(wrapped, callback as (...args: unknown[]) => unknown);
      return wrapped;
    },
    interrupt: () => {
      for (const cancel of cancels.splice(0)) cancel();
    },
  };
}

/**
 * Runs a blocking run to its end: starts each suspension that it yields and resumes it, synchronously, when that
 * completes. Calls one of `onDone` and `onError`, at once if nothing had to wait. Returns a function that interrupts:
 * it cancels what is waited for, and the run never resumes, so that no `catch` or `finally` of the script runs.
 */
export function drive(
  run: Iterator<Suspension, unknown, unknown>,
  onDone: (value: unknown) => void,
  onError: (error: unknown) => void,
): () => void {
  const driver = new Driver(run, onDone, onError);
  driver.begin();
  return () => driver.interrupt();
}

class Driver {
  readonly #run: Iterator<Suspension, unknown, unknown>;
  readonly #onDone: (value: unknown) => void;
  readonly #onError: (error: unknown) => void;
  #state: 'running' | 'starting' | 'waiting' | 'over' = 'running';
  // biome-ignore lint/suspicious/noConfusingVoidType: what Suspension.start returns
  #cancel: (() => void) | void = undefined;
  #value: unknown;
  #failed = false;

  constructor(
    run: Iterator<Suspension, unknown, unknown>,
    onDone: (value: unknown) => void,
    onError: (error: unknown) => void,
  ) {
    this.#run = run;
    this.#onDone = onDone;
    this.#onError = onError;
  }

  begin(): void {
    this.#advance();
  }

  interrupt(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#cancel?.();
  }

  readonly #resume = (value: unknown): void => this.#complete(value, false);
  readonly #fail = (error: unknown): void => this.#complete(error, true);

  #complete(value: unknown, failed: boolean): void {
    if (this.#state !== 'starting' && this.#state !== 'waiting') return;
    const wasWaiting = this.#state === 'waiting';
    this.#value = value;
    this.#failed = failed;
    this.#cancel = undefined;
    this.#state = 'running';
    // A suspension that completes while it starts is resumed by the loop that started it: no recursion.
    if (wasWaiting) this.#advance();
  }

  #advance(): void {
    while (this.#state === 'running') {
      let step: IteratorResult<Suspension, unknown>;
      try {
        step = this.#failed && this.#run.throw ? this.#run.throw(this.#value) : this.#run.next(this.#value);
      } catch (error) {
        // The stack may overflow between the making of a run and its begin: that run is not lost.
        if (error instanceof RangeError && /call stack/.test(error.message)) runs.open = 0;
        this.#end(this.#onError, error);
        return;
      }
      // The script may have had its own VU interrupted (test.abort()) while it ran.
      if (this.#isOver()) {
        // What it would wait for next is left, and not lost.
        if (!step.done && step.value instanceof Suspension) Suspension.count.started += 1;
        return;
      }
      if (step.done) {
        this.#end(this.#onDone, step.value);
        return;
      }
      this.#start(step.value);
    }
  }

  #start(suspension: unknown): void {
    this.#failed = false;
    this.#value = suspension;
    // A stand-in that had nothing to wait for gives its result instead.
    if (!(suspension instanceof Suspension)) return;
    this.#state = 'starting';
    try {
      const cancel = suspension.start(this.#resume, this.#fail);
      if (this.#state === 'starting') {
        this.#state = 'waiting';
        this.#cancel = cancel;
      } else if (this.#isOver()) cancel?.();
    } catch (error) {
      this.#complete(error, true);
    }
  }

  #isOver(): boolean {
    return this.#state === 'over';
  }

  #end(callback: (value: unknown) => void, value: unknown): void {
    this.#state = 'over';
    callback(value);
  }
}

/**
 * A safety net for the end of an iteration: throws if a blocking call was made in this process whose suspension nobody
 * started, or a run of a blocking function that nobody began: then the script went on with something that is not a
 * result.
 */
export function assertNoLostSuspension(): void {
  const { made, started } = Suspension.count;
  const lost = made - started + runs.open;
  if (lost === 0) return;
  Suspension.count.started = made;
  runs.open = 0;
  throw new Error(
    `Cannot trust this run: ${lost} blocking call(s) did not wait, because the embedded engine could not see where they are called from; run the script with k6 instead`,
  );
}
