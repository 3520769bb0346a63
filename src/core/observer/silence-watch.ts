import { STALL_MS } from '../evidence/limits.ts';
import type { Tell } from './tell.ts';

/**
 * Takes the length of outages: at least from the first question without an answer to the moment when the last one was
 * given up or answered late, at most from the answer before to the answer after. So it is known as exactly as Redis is
 * asked often.
 */
export class SilenceWatch {
  readonly #tell: Tell<'redis'>;
  #answeredAtMs = 0;
  #silentSinceMs: number | undefined;

  constructor(tell: Tell<'redis'>) {
    this.#tell = tell;
  }

  /** A question asked at one moment, and at another answered or given up; both since the run began. */
  add(askedAtMs: number, nowMs: number, isAnswered: boolean): void {
    const isLate = nowMs - askedAtMs >= STALL_MS;
    const wasSilent = this.#silentSinceMs !== undefined;
    this.#silentSinceMs ??= askedAtMs;
    // A prompt answer says nothing about how long Redis had been there.
    if (!isAnswered || isLate || !wasSilent) this.#tell('redis_silence', nowMs - this.#silentSinceMs);
    if (!isAnswered || isLate || wasSilent) this.#tell('redis_silence_at_most', nowMs - this.#answeredAtMs);
    if (!isAnswered) return;
    if (isLate || wasSilent) this.#tell('redis_back_at', nowMs);
    this.#tell('redis_silence', 0);
    this.#silentSinceMs = undefined;
    this.#answeredAtMs = nowMs;
  }
}
