import { type Checkers, check } from 'k6';
import exec from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import { CUT_AT_MAX_BODY, tagsOfStatus } from '../../core/evidence/answer-status.ts';
import { FLAG_CHECK, flagAnswerOf, flagKeysOf } from '../../core/flags/flag-shapes.ts';
import { isSameList, sharesFlags } from '../../core/flags/listed-flags.ts';
import { fillPath } from '../../core/flags/path-template.ts';
import { kindAt } from '../../core/workload/mix.ts';
import { requestSettings } from '../setup/settings.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { loadMetrics as metrics } from './load-metrics.ts';
import { scenarioNow } from './scenario-now.ts';
import { recordStartDelay } from './start-delay.ts';

type TextResponse = RefinedResponse<'text'>;

// Any status but 200 is a failure.
http.setResponseCallback(http.expectedStatuses(200));

const NO_SOCKET = /too many open files|cannot assign requested address/;

const { baseUrl, flagsPath, flagPath, missPath, authorization, requestTimeoutMs, mostBodyBytes, shownUrls } =
  requestSettings;
const headers: Record<string, string> = authorization ? { Authorization: authorization } : {};

/**
 * What each request of a kind is sent with. `name` groups URLs that differ by a key, as k6 advises. Redirects are answers
 * like any other: nobody named the host that they lead to.
 */
export function paramsFor(path: string, tags: Readonly<Record<string, string>> = {}) {
  return { headers, timeout: requestTimeoutMs, redirects: 0, tags: { name: shownUrls[path] ?? '', ...tags } };
}

/** GET with the user's headers and time-out. k6 waits for the answer itself and gives it back, the embedded engine a promise. */
export function get(path: string, params: ReturnType<typeof paramsFor>): TextResponse | Promise<TextResponse> {
  return http.get(`${baseUrl}${path}`, params);
}

// Made once for all requests of a VU. The tag tells whether the cache can answer: what is slow on misses only is not the
// pool.
const LIST_PARAMS = paramsFor(flagsPath, { cache: 'warm' });
const FLAG_PARAMS = paramsFor(flagPath, { cache: 'warm' });
const MISS_PARAMS = paramsFor(missPath, { cache: 'miss' });

const LIST_CHECK = 'a list of flags came back';
const WRONG_LIST = { of: 'list' };
const ANOTHER_FLAG = { of: 'flag', was: 'another' };
const NO_FLAG = { of: 'flag', was: 'none' };

// The list that this VU last found right. Most answers are the same text again, and reading JSON is most of a check.
let rightList: string | undefined;

/** The flag list that every client asks for: the warm path of the cache. */
export async function allFlags(data: SetupData): Promise<TextResponse> {
  recordStartDelay(data);
  const response = await get(flagsPath, LIST_PARAMS);
  const isRight = response.body === rightList || isSameList(flagKeysOf(jsonOf(response)), data.listedFlags);
  if (isRight) rightList = response.body;
  return checkAnswer(response, LIST_CHECK, isRight, WRONG_LIST);
}

/** One flag by its key; keys are taken in turn. */
export async function singleFlag(data: SetupData): Promise<TextResponse> {
  const { flagKeys } = data;
  const key = flagKeys[recordStartDelay(data) % flagKeys.length] ?? '';
  const response = await get(fillPath(flagPath, 'key', key), FLAG_PARAMS);
  const answer = flagAnswerOf(jsonOf(response), key);
  return checkAnswer(response, FLAG_CHECK, answer === 'asked for', answer === 'another' ? ANOTHER_FLAG : NO_FLAG);
}

/** A list under a cache key that is new each time: the path through the database. It may be that of one cohort. */
export async function cacheMiss(data: SetupData): Promise<TextResponse> {
  const unique = `${data.runId}-${recordStartDelay(data)}`;
  const response = await get(fillPath(missPath, 'unique', unique), MISS_PARAMS);
  const isRight = response.body === rightList || sharesFlags(flagKeysOf(jsonOf(response)), data.listedFlags);
  return checkAnswer(response, LIST_CHECK, isRight, WRONG_LIST);
}

const SENDERS = { allFlags, singleFlag, cacheMiss };

/** The requests of the load profile in turn. */
export async function mixed(data: SetupData): Promise<TextResponse> {
  return SENDERS[kindAt(scenarioNow().iterationInTest)](data);
}

/** As {@link mixed} without single flags, whose keys nobody knows before the API was asked. */
export async function lists(data: SetupData): Promise<void> {
  await (kindAt(scenarioNow().iterationInTest) === 'cacheMiss' ? cacheMiss : allFlags)(data);
}

function checkAnswer(
  response: TextResponse,
  content: string,
  isRight: boolean,
  ifWrong: Readonly<Record<string, string>>,
): TextResponse {
  const { status } = response;
  // Values and not functions, which k6 takes as well and its types do not know: calling back from k6 costs more than both.
  const checks = { 'status is 200': status === 200, [content]: isRight } as unknown as Checkers<TextResponse>;
  check(response, checks);
  metrics.responses_checked.add(1);
  const isLarge = isTooLarge(response);
  if (isLarge) metrics.answers_too_large.add(1);
  if (status === 0 && NO_SOCKET.test(response.error)) metrics.generator_out_of_sockets.add(1);
  if (status !== 200) metrics.api_failed_at.add(exec.instance.currentTestRunDuration);
  if (status !== 200 && status !== 0) metrics.unexpected_status.add(status, tagsOfStatus(status));
  else if (status === 200 && !isRight && !isLarge) metrics.wrong_contents.add(1, ifWrong);
  return response;
}

/** The body as JSON; undefined when it is none or too large, which is a failed check and no exception. */
export function jsonOf(response: TextResponse): unknown {
  // What there is of an answer that broke off is no answer either, and may be megabytes.
  if (response.status === 0 || isTooLarge(response)) return undefined;
  try {
    return response.json();
  } catch {
    return undefined;
  }
}

/** Whether a body is larger than MAX_BODY; characters stand for bytes, of which there are never fewer. */
export function isTooLarge({ body, error_code: code }: TextResponse): boolean {
  // An answer without a body has null for it, which its type does not say.
  return code === CUT_AT_MAX_BODY || ((body as string | null)?.length ?? 0) > mostBodyBytes;
}
