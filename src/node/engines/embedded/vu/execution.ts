import { drive } from './coroutine.ts';
import { removeUnordered } from './remove-unordered.ts';
import { type BlockingRun, isBlockingRun } from './suspension.ts';

/** How a call of a script function ended. */
export type Outcome =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown; readonly isRejection: boolean }
  | { readonly kind: 'interrupted' };

const INTERRUPTED: Outcome = { kind: 'interrupted' };
// Its continuations are microtasks, and cost less than those of queueMicrotask().
const NOTHING = Promise.resolve();

/**
 * One call of a script function with all that it sets going: it is over when the function has come to its end and no
 * timer or tracked operation is pending, when something throws, or when it is interrupted.
 *
 * Differs from k6: a returned promise that never settles keeps the call alive until it is interrupted; and code that
 * computes without ever waiting cannot be interrupted.
 */
export class Execution {
  #isOver = false;
  #pending = 1;
  #value: unknown;
  readonly #cancels: (() => void)[] = [];

  readonly #start: () => unknown;
  readonly #onEnd: (outcome: Outcome) => void;

  /** @param onEnd Called once, at once when the call is over before `begin` returns. */
  constructor(start: () => unknown, onEnd: (outcome: Outcome) => void) {
    this.#start = start;
    this.#onEnd = onEnd;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Calls the function. Not done by the constructor, so that the function finds its execution registered. */
  begin(): void {
    this.#call(
      this.#start,
      (value) => {
        this.#value = value;
        this.release();
      },
      true,
    );
  }

  /** Calls a callback of the script, such as that of a timer, as part of this execution. */
  callBack(callback: () => unknown, onDone: () => void): void {
    this.#call(callback, onDone, false);
  }

  /** Keeps the execution alive until {@link release} is called as often. */
  retain(): void {
    this.#pending++;
  }

  release(): void {
    this.#pending--;
    if (this.#pending > 0) return;
    // After what follows from the last operation: the continuations of promises still belong to the execution. A tick
    // asked for by a microtask comes when no microtask is left.
    void NOTHING.then(this.#askForTick);
  }

  readonly #askForTick = (): void => process.nextTick(this.#finishUnlessPending);

  readonly #finishUnlessPending = (): void => {
    if (this.#pending === 0) this.#finish({ kind: 'returned', value: this.#value });
  };

  /** Calls `cancel` when the execution ends before its time. Returns a function that forgets it. */
  onCancel(cancel: () => void): () => void {
    this.#cancels.push(cancel);
    return () => removeUnordered(this.#cancels, cancel);
  }

  interrupt(): void {
    this.#finish(INTERRUPTED);
  }

  /** Ends the call with an error from outside of it. */
  fail(error: unknown): void {
    this.#finish({ kind: 'threw', error, isRejection: false });
  }

  #call(call: () => unknown, onDone: (value: unknown) => void, awaitsPromise: boolean): void {
    try {
      const result = call();
      if (isBlockingRun(result)) this.#drive(result, onDone);
      else if (awaitsPromise && result instanceof Promise) this.#await(result, onDone);
      else onDone(result);
    } catch (error) {
      this.#finish({ kind: 'threw', error, isRejection: false });
    }
  }

  #drive(run: BlockingRun, onDone: (value: unknown) => void): void {
    let isDone = false;
    let cancel = () => {};
    const settle = () => {
      isDone = true;
      removeUnordered(this.#cancels, cancel);
    };
    cancel = drive(
      run,
      (value) => {
        settle();
        if (!this.#isOver) onDone(value);
      },
      (error) => {
        settle();
        this.#finish({ kind: 'threw', error, isRejection: false });
      },
    );
    if (this.#isOver) cancel();
    else if (!isDone) this.#cancels.push(cancel);
  }

  #await(promise: Promise<unknown>, onDone: (value: unknown) => void): void {
    promise.then(
      (value) => {
        if (!this.#isOver) onDone(value);
      },
      (error) => this.#finish({ kind: 'threw', error, isRejection: true }),
    );
  }

  #finish(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#cancels.length > 0) for (const cancel of this.#cancels.slice()) cancel();
    this.#onEnd(outcome);
  }
}
