import { metricsWhen } from '../setup/metrics-when.ts';
import { requestSettings } from '../setup/settings.ts';

/** What the observer tells of Redis. */
export const redisMetrics = metricsWhen(requestSettings.redisUrl !== '', 'redis');

/** What the observer tells of the pool. */
export const poolMetrics = metricsWhen(requestSettings.poolPath !== '', 'pool');
