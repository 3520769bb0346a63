import limits from 'profile-limits';
import journey, { journeyName } from 'the-journey';
import { journeyProblems } from '../../core/journey/journey-problems.ts';
import { parseJourneyVariables } from '../../core/journey/journey-variables.ts';
import { LOAD_VARIABLES, type LoadSettings } from '../../core/settings/load-settings.ts';
import { parseLoadSettings } from '../../core/settings/parse-load-settings.ts';
import { requestHeaders } from '../../core/settings/request-headers.ts';
import { whyNotShared } from '../../core/settings/share.ts';
import type { Environment, Variable } from '../../core/settings/variable.ts';

/** What requests are made of, and whether there is a Redis or a pool to look at. */
export type RequestSettings = Pick<
  LoadSettings,
  'baseUrl' | 'headers' | 'requestTimeoutMs' | 'mostBodyBytes' | 'redisUrl' | 'poolPath' | 'stopEarly'
> & {
  /** The values of the variables of the journey. */
  readonly env: Readonly<Record<string, unknown>>;
};

/** What the user set. */
interface ProfileSettings {
  readonly values: LoadSettings;
  readonly ofRequests: RequestSettings;
  /** What is wrong with it, or with the journey, a line each. */
  readonly problems: readonly string[];
}

export function readSettings(env: Environment): ProfileSettings {
  const { values, problems } = parseLoadSettings(env, limits.defaults);
  const missing = Object.values<Variable<unknown>>(LOAD_VARIABLES)
    .filter(({ name }) => limits.requires?.includes(name) && !env[name])
    .map(({ name, about, allowed }) => `${name} is not set (${about}): ${allowed}`);
  const unshared = values.share && whyNotShared(limits.profile, limits);
  const sharing = unshared ? [`SHARE is not allowed: ${unshared}. Run it in one process`] : [];
  const ofLoad = [...problems, ...missing, ...sharing];
  const taken = Object.values(LOAD_VARIABLES).map(({ name }) => name);
  const ofJourney = journeyProblems(journey, taken).map((problem) => `Bad journey ${journeyName}: ${problem}`);
  const own = ofJourney.length > 0 ? { values: {}, problems: ofJourney } : parseJourneyVariables(journey, env);
  return { values, ofRequests: requestSettings(values, own.values), problems: [...ofLoad, ...own.problems] };
}

function requestSettings(values: LoadSettings, env: RequestSettings['env']): RequestSettings {
  const { baseUrl, requestTimeoutMs, mostBodyBytes, redisUrl, poolPath, stopEarly } = values;
  const headers = requestHeaders(values);
  return { baseUrl, headers, requestTimeoutMs, mostBodyBytes, redisUrl, poolPath, stopEarly, env };
}
