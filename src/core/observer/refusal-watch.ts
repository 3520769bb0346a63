import type { RedisSample } from '../redis/redis-sample.ts';
import { NO_REFUSALS, plus, REFUSALS, type RefusalCounts, refusalsSince, sumOf } from '../redis/refusals.ts';
import { PendingLooks } from './pending-looks.ts';
import type { Tell } from './tell.ts';

/** A script is not there once for each server; who asks for it by its sum again and again never brings it. */
const LOOKS_WITHOUT_SCRIPT = 3;

/** Commands that Redis refused, without ours. Where others were at work they may be anybody's. */
export class RefusalWatch {
  readonly #tell: Tell<'redis'>;
  readonly #looks: PendingLooks;
  #unattributed = NO_REFUSALS;
  #looksWithoutScript = 0;

  constructor(tell: Tell<'redis'>) {
    this.#tell = tell;
    this.#looks = new PendingLooks('refusals', tell);
  }

  /** Counts those from one look to the next, of which `own` were of commands of ours. */
  add(
    [before, now]: readonly [RedisSample, RedisSample],
    own: RefusalCounts,
    looks: number,
    wereOthersAtWork: boolean,
  ) {
    if (now.refusals === undefined || before.refusals === undefined) return;
    const refused = this.#withoutFirstScripts(refusalsSince(now.refusals, before.refusals, own));
    if (wereOthersAtWork) this.#unattributed = plus(this.#unattributed, refused);
    else for (const kind of REFUSALS) this.#tell('redis_refused', refused[kind], { kind });
    this.#tell('redis_unattributed_refusals', sumOf(this.#unattributed));
    this.#looks.add(looks, sumOf(this.#unattributed) === 0);
  }

  #withoutFirstScripts(refused: RefusalCounts): RefusalCounts {
    if (refused.NOSCRIPT > 0) this.#looksWithoutScript += 1;
    return this.#looksWithoutScript < LOOKS_WITHOUT_SCRIPT ? { ...refused, NOSCRIPT: 0 } : refused;
  }
}
