import exec from 'k6/execution';
import { Gauge } from 'k6/metrics';
import { STALL_MS } from '../../core/findings/limits.ts';

// Gauges tell their last and their largest value: the silence at the end of the run (0: Redis answers) and the longest.
const silence = new Gauge('redis_silence', true);
const silenceAtMost = new Gauge('redis_silence_at_most', true);
const backAt = new Gauge('redis_back_at', true);

// State of the one VU that observes.
let answeredAtMs = 0;
let silentSinceMs: number | undefined;

/**
 * Takes the length of outages: at least from the first question without an answer to the next answer, at most from the
 * answer before it. So it is known as exactly as Redis is asked often. A late answer ends an outage as well.
 */
export function recordQuestion(askedAtMs: number, isAnswered: boolean): void {
  const nowMs = exec.instance.currentTestRunDuration;
  const sinceMs = silentSinceMs ?? askedAtMs;
  silence.add(nowMs - sinceMs);
  silenceAtMost.add(nowMs - answeredAtMs);
  if (!isAnswered) {
    silentSinceMs = sinceMs;
    return;
  }
  if (silentSinceMs !== undefined || nowMs - askedAtMs >= STALL_MS) backAt.add(nowMs);
  silence.add(0);
  silentSinceMs = undefined;
  answeredAtMs = nowMs;
}
