import type { Clock } from '../clock.ts';
import type { Execution } from './execution.ts';
import { GoError } from './go-error.ts';

type Callback = (...args: unknown[]) => unknown;

/** `setTimeout` and its kin for one VU: a pending timer keeps the iteration alive that set it. */
export class VuTimers {
  readonly #clock: Clock;
  readonly #currentExecution: () => Execution | undefined;
  readonly #cancels = new Map<number, () => void>();
  #lastId = 0;

  constructor(clock: Clock, currentExecution: () => Execution | undefined) {
    this.#clock = clock;
    this.#currentExecution = currentExecution;
  }

  /** What scripts see, as globals and as the module `k6/timers`. */
  readonly functions = {
    setTimeout: (callback: unknown, delayMs?: unknown, ...args: unknown[]) =>
      this.#start('setTimeout', callback, delayMs, args, false),
    setInterval: (callback: unknown, delayMs?: unknown, ...args: unknown[]) =>
      this.#start('setInterval', callback, delayMs, args, true),
    clearTimeout: (id: unknown) => this.#cancels.get(Number(id))?.(),
    clearInterval: (id: unknown) => this.#cancels.get(Number(id))?.(),
  };

  #start(name: string, callback: unknown, delay: unknown, args: readonly unknown[], repeats: boolean): number {
    if (typeof callback !== 'function') throw new GoError(`${name}'s callback isn't a callable function`);
    const execution = this.#currentExecution();
    const id = ++this.#lastId;
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
    const fire = () => {
      const run = () => (callback as Callback)(...args);
      if (!execution) {
        run();
        release();
      } else execution.callBack(run, repeats ? schedule : release);
    };
    const schedule = () => {
      if (repeats && !this.#cancels.has(id)) return;
      cancelTimer = this.#clock.after(repeats ? Math.max(1, delayMs) : delayMs, fire);
    };
    const forget = execution?.onCancel(stop) ?? (() => {});
    this.#cancels.set(id, release);
    execution?.retain();
    schedule();
    return id;
  }
}
