import { API_WORLDS } from './api-worlds.ts';
import { CACHE_WORLDS } from './cache-worlds.ts';
import { POOL_WORLDS } from './pool-worlds.ts';
import { PROFILE_WORLDS } from './profile-worlds.ts';
import { REDIS_WORLDS } from './redis-worlds.ts';
import { SOUND_WORLDS } from './sound-worlds.ts';
import type { World } from './world.ts';

/** Every world runs with these, unless it says otherwise. */
export const WORLD_ENV = { RATE: '50', DURATION: '6s', POOL_PATH: '/health/pool', LOG_LEVEL: 'warn' } as const;

/** What `make prove` runs, in this order. */
export const WORLDS: readonly World[] = [
  ...SOUND_WORLDS,
  ...POOL_WORLDS,
  ...CACHE_WORLDS,
  ...REDIS_WORLDS,
  ...API_WORLDS,
  ...PROFILE_WORLDS,
];
