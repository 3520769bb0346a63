import { PendingLooks } from './pending-looks.ts';
import type { RedisMetric, Tell } from './tell.ts';

/** A count of Redis that does not tell whose it is. */
export class SharedCount {
  readonly #tell: Tell<'redis'>;
  readonly #ofApi: RedisMetric;
  readonly #unattributed: RedisMetric;
  readonly #looks: PendingLooks;
  #ofAnybody = 0;

  constructor(of: string, [ofApi, unattributed]: readonly [RedisMetric, RedisMetric], tell: Tell<'redis'>) {
    this.#tell = tell;
    this.#looks = new PendingLooks(of, tell);
    this.#ofApi = ofApi;
    this.#unattributed = unattributed;
  }

  /** How much of it may be of others. */
  get ofAnybody(): number {
    return this.#ofAnybody;
  }

  /** @param isAnybodys whether it may be of others as well */
  add(count: number, looks: number, isAnybodys: boolean): void {
    if (isAnybodys) this.#ofAnybody += count;
    else this.#tell(this.#ofApi, count);
    this.#tell(this.#unattributed, this.#ofAnybody);
    this.#looks.add(looks, this.#ofAnybody === 0);
  }
}
