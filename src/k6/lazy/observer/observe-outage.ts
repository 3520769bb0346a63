import exec from 'k6/execution';
import { STALL_MS } from '../../../core/evidence/limits.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';

// State of the one VU that observes.
let answeredAtMs = 0;
let silentSinceMs: number | undefined;

/**
 * Takes the length of outages: at least from the first question without an answer to the moment when the last one was
 * given up or answered late, at most from the answer before to the answer after. So it is known as exactly as Redis is
 * asked often.
 */
export function recordQuestion(askedAtMs: number, isAnswered: boolean): void {
  const nowMs = exec.instance.currentTestRunDuration;
  const isLate = nowMs - askedAtMs >= STALL_MS;
  const wasSilent = silentSinceMs !== undefined;
  silentSinceMs ??= askedAtMs;
  // A prompt answer says nothing about how long Redis had been there.
  if (!isAnswered || isLate || !wasSilent) metrics?.redis_silence.add(nowMs - silentSinceMs);
  if (!isAnswered || isLate || wasSilent) metrics?.redis_silence_at_most.add(nowMs - answeredAtMs);
  if (!isAnswered) return;
  if (isLate || wasSilent) metrics?.redis_back_at.add(nowMs);
  metrics?.redis_silence.add(0);
  silentSinceMs = undefined;
  answeredAtMs = nowMs;
}
