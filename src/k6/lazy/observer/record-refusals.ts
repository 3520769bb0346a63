import type { RedisSample } from '../../../core/redis/redis-sample.ts';
import { NO_REFUSALS, plus, REFUSALS, type RefusalCounts, refusalsSince, sumOf } from '../../../core/redis/refusals.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { PendingLooks } from './pending-looks.ts';
import { takeOwnRefusals } from './redis-probe.ts';

/** A script is not there once for each server; who asks for it by its sum again and again never brings it. */
const LOOKS_WITHOUT_SCRIPT = 3;

// State of the one VU that observes.
const looksAtRefusals = new PendingLooks('refusals');
let unattributed = NO_REFUSALS;
let looksWithoutScript = 0;

/**
 * Counts commands that Redis refused since the last look, without ours. Where others were at work they may be anybody's.
 */
export function recordRefusals(now: RedisSample, before: RedisSample, looks: number, wereOthersAtWork: boolean): void {
  const own = takeOwnRefusals();
  if (now.refusals === undefined || before.refusals === undefined) return;
  const refused = withoutFirstScripts(refusalsSince(now.refusals, before.refusals, own));
  if (wereOthersAtWork) unattributed = plus(unattributed, refused);
  else for (const kind of REFUSALS) metrics?.redis_refused.add(refused[kind], { kind });
  metrics?.redis_unattributed_refusals.add(sumOf(unattributed));
  looksAtRefusals.add(looks, sumOf(unattributed) === 0);
}

function withoutFirstScripts(refused: RefusalCounts): RefusalCounts {
  if (refused.NOSCRIPT > 0) looksWithoutScript += 1;
  return looksWithoutScript < LOOKS_WITHOUT_SCRIPT ? { ...refused, NOSCRIPT: 0 } : refused;
}
