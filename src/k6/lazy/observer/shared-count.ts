import type { Counter, Gauge } from 'k6/metrics';
import { PendingLooks } from './pending-looks.ts';

/** A count of Redis that does not tell whose it is. */
export class SharedCount {
  readonly #ofApi: Counter | undefined;
  readonly #unattributed: Gauge | undefined;
  readonly #looks: PendingLooks;
  #ofAnybody = 0;

  constructor(of: string, ofApi: Counter | undefined, unattributed: Gauge | undefined) {
    this.#looks = new PendingLooks(of);
    this.#ofApi = ofApi;
    this.#unattributed = unattributed;
  }

  /** @param isAnybodys whether it may be of others as well */
  add(count: number, looks: number, isAnybodys: boolean): void {
    if (isAnybodys) this.#ofAnybody += count;
    else this.#ofApi?.add(count);
    this.#unattributed?.add(this.#ofAnybody);
    this.#looks.add(looks, this.#ofAnybody === 0);
  }
}
