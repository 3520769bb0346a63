import { makePoolMetrics, makeRedisMetrics } from 'own-metrics';
import { metricsWhen } from '../setup/metrics-when.ts';
import { requestSettings } from '../setup/settings.ts';

/** What the observer tells of Redis. */
export const redisMetrics = metricsWhen(requestSettings.redisUrl !== '', makeRedisMetrics);

/** What the observer tells of the pool. */
export const poolMetrics = metricsWhen(requestSettings.poolPath !== '', makePoolMetrics);
