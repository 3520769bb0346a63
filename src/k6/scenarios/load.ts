import limits from '../../../thresholds/load.json';
import { preflight } from '../setup/preflight.ts';
import { apiScenario, profile, redisScenario } from '../setup/profile.ts';

export { allFlags, cacheMiss, singleFlag } from '../journeys/flags.ts';
export { redisCheck } from '../journeys/redis-check.ts';

/** The mix is exact, not drawn by lot: each kind of request arrives at a rate of its own. */
export const { options, handleSummary } = profile(limits, {
  all_flags: apiScenario('allFlags', 7),
  single_flag: apiScenario('singleFlag', 2),
  cache_miss: apiScenario('cacheMiss', 1),
  ...redisScenario('redisCheck'),
});

export const setup = preflight;
