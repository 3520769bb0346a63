export { leaveRedis, sampleRedis } from './observer/ask-redis.ts';
export { look } from './observer/observe.ts';
export { countObservation, lastRedisSample } from './observer/observe-redis.ts';
export { isSentinel } from './observer/redis-nodes.ts';
export { redis } from './observer/redis-probe.ts';
