import { monotonicMs } from '../monotonic-ms.ts';
import type { Records } from './server-message.ts';

/** Writes down when requests arrive and are answered. */
export class Recorder {
  #arrivedMs: number[] = [];
  #answeredMs: number[] = [];

  get count(): number {
    return this.#arrivedMs.length;
  }

  /** Milliseconds between the arrival of the first request and that of this one, which is written down. */
  arrive(): number {
    const nowMs = monotonicMs();
    this.#arrivedMs.push(nowMs);
    return nowMs - (this.#arrivedMs[0] ?? nowMs);
  }

  /** @param index of the request in the order of arrival */
  answer(index: number): void {
    this.#answeredMs[index] = monotonicMs();
  }

  /** All that was written down; the recorder is empty then. */
  take(): Records {
    const arrivedMs = Float64Array.from(this.#arrivedMs);
    const answeredMs = Float64Array.from(arrivedMs, (_arrived, index) => this.#answeredMs[index] ?? 0);
    this.#arrivedMs = [];
    this.#answeredMs = [];
    return { arrivedMs, answeredMs };
  }
}
