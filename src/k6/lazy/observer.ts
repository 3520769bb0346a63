export { look } from './observer/observe.ts';
export { countObservation, lastRedisSample, sampleRedis } from './observer/observe-redis.ts';
export { redis } from './observer/redis-probe.ts';
