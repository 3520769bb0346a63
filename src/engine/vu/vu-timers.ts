import type { Clock } from '../clock.ts';
import type { Execution } from './execution.ts';
import { GoError } from './go-error.ts';

type Callback = (...args: unknown[]) => unknown;

/** `setTimeout` and its kin for one VU: a pending timer keeps the iteration alive that set it. */
export class VuTimers {
  readonly #clock: Clock;
  readonly #currentExecution: () => Execution | undefined;
  readonly #warn: (message: string) => void;
  readonly #cancels = new Map<number, () => void>();
  #lastId = 0;

  constructor(clock: Clock, currentExecution: () => Execution | undefined, warn: (message: string) => void) {
    this.#clock = clock;
    this.#warn = warn;
    this.#currentExecution = currentExecution;
  }

  /** What scripts see, as globals and as the module `k6/timers`. */
  readonly functions = {
    setTimeout: (...given: unknown[]) => this.#start('setTimeout', given),
    setInterval: (...given: unknown[]) => this.#start('setInterval', given),
    clearTimeout: (id: unknown) => this.#cancels.get(Number(id))?.(),
    clearInterval: (id: unknown) => this.#cancels.get(Number(id))?.(),
  };

  #start(name: 'setTimeout' | 'setInterval', [callback, delay, ...args]: readonly unknown[]): number {
    const repeats = name === 'setInterval';
    if (callback !== undefined && callback !== null && typeof callback !== 'function') {
      throw new TypeError(
        `could not convert function call parameter 0: could not convert ${String(callback)} to sobek.Callable`,
      );
    }
    const id = ++this.#lastId;
    if (typeof callback !== 'function') throw new GoError(`${name}'s callback isn't a callable function`);
    const execution = this.#currentExecution();
    const delayMs = Math.max(0, Number(delay) || 0);
    let cancelTimer = () => {};
    const stop = () => {
      cancelTimer();
      forget();
      this.#cancels.delete(id);
    };
    const release = () => {
      if (!this.#cancels.has(id)) return;
      stop();
      execution?.release();
    };
    const run = () => {
      // It may have been cleared while a blocking call held it up.
      if (!this.#cancels.has(id)) return;
      isRunning = true;
      const call = () => (callback as Callback)(...args);
      if (!execution) {
        call();
        release();
      } else execution.callBack(call, repeats ? schedule : release);
    };
    const fire = () => (execution ? execution.whenFree(run) : run());
    const schedule = () => {
      if (repeats && !this.#cancels.has(id)) return;
      isRunning = false;
      cancelTimer = this.#clock.after(repeats ? Math.max(1, delayMs) : delayMs, fire);
    };
    let isRunning = false;
    const stopAndTell = () => {
      stop();
      // As in k6: a timer whose callback runs waits no more.
      if (!isRunning) this.#warn(`${name} ${id} was stopped because the VU iteration was interrupted`);
    };
    const forget = execution?.onCancel(stopAndTell) ?? (() => {});
    this.#cancels.set(id, release);
    execution?.retain();
    schedule();
    return id;
  }
}
