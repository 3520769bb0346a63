import limits from '../../../thresholds/load.json';
import { preflight } from '../setup/preflight.ts';
import { apiScenario, observerScenario, profile } from '../setup/profile.ts';

export { allFlags, cacheMiss, singleFlag } from '../journeys/flags.ts';
export { observe } from '../journeys/observer.ts';

/** The mix is exact, not drawn by lot: each kind of request arrives at a rate of its own. */
export const { options, handleSummary } = profile(limits, {
  all_flags: apiScenario('allFlags', 7),
  single_flag: apiScenario('singleFlag', 2),
  cache_miss: apiScenario('cacheMiss', 1, 'miss'),
  ...observerScenario('observe'),
});

export const setup = preflight;
