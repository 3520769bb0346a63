import type { Tell } from './tell.ts';

/**
 * Looks that count for a rule only once it can be told what they are about. Until then the rule has too few samples, and
 * is not judged.
 */
export class PendingLooks {
  readonly #of: string;
  readonly #tell: Tell<'redis'>;
  #looks = 0;

  constructor(of: string, tell: Tell<'redis'>) {
    this.#of = of;
    this.#tell = tell;
  }

  add(looks: number, areTold: boolean): void {
    this.#looks += looks;
    if (!areTold) return;
    this.#tell('redis_observations', this.#looks, { of: this.#of });
    this.#looks = 0;
  }
}
