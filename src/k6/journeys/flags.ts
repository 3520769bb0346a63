import { check } from 'k6';
import exec from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import { Counter, Gauge } from 'k6/metrics';
import { FLAG_CHECK, flagKeysOf, isFlag } from '../../core/flags/flag-shapes.ts';
import { fillPath } from '../../core/flags/path-template.ts';
import type { RedisSample } from '../../core/redis/redis-sample.ts';
import type { Starts } from '../../core/workload/starts.ts';
import { settings } from '../setup/settings.ts';
import { scenarioNow } from './scenario-now.ts';
import { recordStartDelay } from './start-delay.ts';

/** What `setup()` hands to every VU. */
export interface SetupData {
  readonly runId: string;
  readonly flagKeys: readonly string[];
  /** When iterations of each scenario are due. */
  readonly starts: Readonly<Record<string, Starts>>;
  /** Redis before the API was asked anything; null when it could not be asked. */
  readonly redisUntouched: RedisSample | null;
  /** Redis before the load, with a warm cache. */
  readonly redisStart: RedisSample | null;
  /** When the load began, in milliseconds since the run did. */
  readonly loadBeganMs?: number;
}

type TextResponse = RefinedResponse<'text'>;

// k6 cannot count the samples of a rate in a threshold; this counter can, and so proves that responses were checked.
const responsesChecked = new Counter('responses_checked');
// Answers that came with status 200 and something else than was asked for.
const wrongContents = new Counter('wrong_contents');
// When requests failed: the largest value is the end of it.
const failedAt = new Gauge('api_failed_at', true);

const { baseUrl, flagsPath, flagPath, missPath, authorization, requestTimeoutMs } = settings;
const headers: Record<string, string> = authorization ? { Authorization: authorization } : {};

// Whether the cache can answer: what is slow on misses only is not the pool.
const WARM = { cache: 'warm' };
const MISS = { cache: 'miss' };

/** GET with the user's headers and time-out. `name` groups URLs that differ by a key, as k6 advises. */
export function get(path: string, name: string, tags: Readonly<Record<string, string>> = {}): TextResponse {
  return http.get(`${baseUrl}${path}`, paramsFor(name, tags));
}

/** What each request of a kind is sent with. */
export function paramsFor(name: string, tags: Readonly<Record<string, string>>) {
  return { headers, timeout: requestTimeoutMs, tags: { name: `${baseUrl}${name}`, ...tags } };
}

/** The flag list that every client asks for: the warm path of the cache. */
export function allFlags(data: SetupData): TextResponse {
  recordStartDelay(data);
  return checkList(get(flagsPath, flagsPath, WARM));
}

/** One flag by its key; keys are taken in turn. */
export function singleFlag(data: SetupData): TextResponse {
  recordStartDelay(data);
  const { flagKeys } = data;
  const key = flagKeys[scenarioNow().iterationInTest % flagKeys.length] ?? '';
  const response = get(fillPath(flagPath, { key }), flagPath, WARM);
  return checkAnswer(response, 'flag', FLAG_CHECK, isFlag(jsonOf(response), key));
}

/** A list under a cache key that is new each time: the path through the database. */
export function cacheMiss(data: SetupData): TextResponse {
  recordStartDelay(data);
  const unique = `${data.runId}-${scenarioNow().iterationInTest}`;
  return checkList(get(fillPath(missPath, { unique }), missPath, MISS));
}

// The mix of the load profile within ten iterations, as evenly as it goes.
const MIX = [allFlags, singleFlag, allFlags, allFlags, cacheMiss, allFlags, singleFlag, allFlags, allFlags, allFlags];

/** The requests of the load profile in turn: 7 lists, 2 single flags and 1 cache miss in every ten iterations. */
export function mixed(data: SetupData): TextResponse | undefined {
  return MIX[scenarioNow().iterationInTest % MIX.length]?.(data);
}

/** As {@link mixed} without single flags, whose keys nobody knows before the API was asked. */
export function lists(data: SetupData): void {
  (scenarioNow().iterationInTest % MIX.length === 4 ? cacheMiss : allFlags)(data);
}

function checkList(response: TextResponse): TextResponse {
  return checkAnswer(response, 'list', 'a list of flags came back', flagKeysOf(jsonOf(response)).length > 0);
}

function checkAnswer(response: TextResponse, of: 'list' | 'flag', content: string, isRight: boolean): TextResponse {
  check(response, { 'status is 200': ({ status }) => status === 200, [content]: () => isRight });
  responsesChecked.add(1);
  if (response.status !== 200) failedAt.add(exec.instance.currentTestRunDuration);
  else if (!isRight) wrongContents.add(1, { of });
  return response;
}

/** The body as JSON; undefined when it is none, which is a failed check and no exception. */
export function jsonOf({ body }: TextResponse): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
