import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';

/**
 * Looks that count for a rule only once it can be told what they are about. Until then the rule has too few samples, and
 * is not judged.
 */
export class PendingLooks {
  readonly #of: string;
  #looks = 0;

  constructor(of: string) {
    this.#of = of;
  }

  add(looks: number, areTold: boolean): void {
    this.#looks += looks;
    if (!areTold) return;
    metrics?.redis_observations.add(this.#looks, { of: this.#of });
    this.#looks = 0;
  }
}
