import exec from 'k6/execution';
import { type RedisOutcome, redisOutcomeOf } from '../../core/findings/redis-outcome.ts';
import type { SetupData } from './flags.ts';
import { recordQuestion } from './observe-outage.ts';
import { observePool } from './observe-pool.ts';
import { recordRedis, sampleRedis } from './observe-redis.ts';
import { probeRedis, redis } from './redis-probe.ts';

/** Tenths of the load that no cache can answer. */
const SHARE_OF_MISSES = 0.1;

const SILENT: readonly RedisOutcome[] = ['timeout', 'unreachable'];

/** One look at Redis and at the pool. A Redis that does not answer is a finding, and never stops the load. */
export async function observe({ runId, redisStart }: SetupData): Promise<void> {
  observePool();
  if (redis === undefined) return;
  const answers = await probeRedis(redis, runId);
  if (!answers) return;
  const askedAtMs = exec.instance.currentTestRunDuration;
  const sample = await sampleRedis(redis).catch((reason) => {
    if (SILENT.includes(redisOutcomeOf(String(reason)))) recordQuestion(askedAtMs, false);
    return null;
  });
  if (sample !== null) recordRedis(sample, redisStart, SHARE_OF_MISSES);
}
