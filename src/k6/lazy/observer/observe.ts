import type { RedisSample } from '../../../core/redis/redis-sample.ts';
import type { SetupData } from '../../setup/setup-data.ts';
import { askRedis } from './ask-redis.ts';
import { observePlainAnswer } from './observe-plain-answer.ts';
import { observePool } from './observe-pool.ts';
import { recordRedis } from './observe-redis.ts';
import { probeRedis, redis } from './redis-probe.ts';

/** What one look at Redis saw. */
export interface Look {
  readonly answered: boolean;
  /** null: it did not tell. */
  readonly sample: RedisSample | null;
}

/**
 * One look at Redis and at the pool. A Redis that does not answer is a finding, and never stops the load.
 *
 * @param mustAnswer false while Redis is away on purpose: no answer is no failed check then
 */
export async function look({ runId, redisStart }: SetupData, mustAnswer: boolean): Promise<Look> {
  await observePool();
  if (redis === undefined) return { answered: false, sample: null };
  await observePlainAnswer();
  const answered = await probeRedis(redis, runId, mustAnswer);
  if (!answered) return { answered, sample: null };
  const told = await askRedis(redis, redisStart);
  if (told !== undefined) recordRedis(told, redisStart);
  return { answered, sample: told?.sample ?? null };
}
