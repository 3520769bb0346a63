import { removeUnordered } from '../remove-unordered.ts';

/** How a call of a script function ended. */
export type Outcome =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown; readonly isRejection: boolean }
  | { readonly kind: 'interrupted' };

/**
 * Begins an operation. Calls `resolve` or `reject` once, later or at once, and may return a function that cancels it:
 * nobody waits any more.
 */
export type Begin<T> = (
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
  // biome-ignore lint/suspicious/noConfusingVoidType: an operation without a way to cancel returns nothing
) => (() => void) | void;

const INTERRUPTED: Outcome = { kind: 'interrupted' };
// Its continuations are microtasks, and cost less than those of queueMicrotask().
const NOTHING = Promise.resolve();

/**
 * One call of a script function with all that it sets going: it is over when the function has come to its end and no
 * timer or operation is pending, when something throws, or when it is interrupted. Nothing that it waits for settles then.
 *
 * Differs from k6: a returned promise that never settles keeps the call alive until it is interrupted; and code that
 * computes without ever waiting cannot be interrupted.
 */
export class Execution {
  #isOver = false;
  #pending = 1;
  /** Blocking calls under way. */
  #blocked = 0;
  readonly #held: (() => void)[] = [];
  #value: unknown;
  readonly #cancels: (() => void)[] = [];

  readonly #start: () => unknown;
  readonly #onEnd: (outcome: Outcome) => void;
  readonly #onReturn: () => void;

  /**
   * @param onEnd Called once, at once when the call is over before `begin` returns.
   * @param onReturn Called when the function has come to its end by itself; the call ends with what it throws.
   */
  constructor(start: () => unknown, onEnd: (outcome: Outcome) => void, onReturn: () => void = () => {}) {
    this.#start = start;
    this.#onEnd = onEnd;
    this.#onReturn = onReturn;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Calls the function. Not done by the constructor, so that the function finds its execution registered. */
  begin(): void {
    try {
      const result = this.#start();
      if (result instanceof Promise) this.#await(result, (value) => this.#end(value, true));
      else this.#end(result, false);
    } catch (error) {
      this.fail(error);
    }
  }

  /** The function has come to its end. */
  #end(value: unknown, isInMicrotask: boolean): void {
    this.#onReturn();
    this.#value = value;
    if (!isInMicrotask) this.release();
    else if (--this.#pending === 0) this.#askForTick();
  }

  /** Calls a callback of the script, such as that of a timer, as part of this execution. */
  callBack(callback: () => unknown, onDone: () => void): void {
    try {
      const result = callback();
      // Nobody else could handle that it rejects.
      if (result instanceof Promise) this.#await(result, () => {});
      // What it waits for in k6 is over before anything else goes on.
      this.whenFree(onDone);
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * Runs an operation as part of this execution, which lasts until it settles. Settles nothing any more once the execution
   * is over: code that waits for it never resumes.
   *
   * @param isBlocking in k6 it holds up all that the VU does
   */
  run<T>(begin: Begin<T>, resolve: (value: T) => void, reject: (error: unknown) => void, isBlocking: boolean): void {
    if (this.#isOver) return;
    this.#pending++;
    if (isBlocking) this.#blocked++;
    let isSettled = false;
    let cancel: (() => void) | undefined;
    const settle = <V>(pass: (result: V) => void, result: V) => {
      if (isSettled || this.#isOver) return;
      isSettled = true;
      if (cancel) removeUnordered(this.#cancels, cancel);
      if (!isBlocking) {
        this.whenFree(() => {
          pass(result);
          this.release();
        });
        return;
      }
      this.#blocked--;
      pass(result);
      this.release();
      if (this.#blocked === 0 && this.#held.length > 0) this.#free();
    };
    const fail = (error: unknown) => settle(reject, error);
    try {
      cancel = begin((value) => settle(resolve, value), fail) ?? undefined;
    } catch (error) {
      fail(error);
    }
    if (cancel && !isSettled) this.#cancels.push(cancel);
  }

  /** Calls it once no blocking call is under way, at once if there is none. */
  whenFree(call: () => void): void {
    if (this.#blocked === 0 && this.#held.length === 0) call();
    else this.#held.push(call);
  }

  /** Keeps the execution alive until {@link release} is called as often. */
  retain(): void {
    this.#pending++;
  }

  release(): void {
    // After what follows from the last operation: the continuations of promises still belong to the execution. A tick
    // asked for by a microtask comes when no microtask is left.
    if (--this.#pending === 0) void NOTHING.then(() => this.#askForTick());
  }

  #askForTick(): void {
    process.nextTick(() => {
      if (this.#pending === 0) this.#finish({ kind: 'returned', value: this.#value });
    });
  }

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

  /** What was held up goes on one after the other, each after all that follows from what was before. */
  #free(): void {
    setImmediate(() => {
      if (this.#blocked > 0 || this.#isOver) return;
      this.#held.shift()?.();
      if (this.#held.length > 0) this.#free();
    });
  }

  #await(promise: Promise<unknown>, onDone: (value: unknown) => void): void {
    promise.then(
      (value) => {
        if (this.#isOver) return;
        try {
          onDone(value);
        } catch (error) {
          this.fail(error);
        }
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
