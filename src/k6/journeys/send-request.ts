import journey from 'the-journey';
import { type Place, type Round, roundOf, roundWithoutSetup } from '../../core/journey/mix.ts';
import type { Request } from '../api/poolproof.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { type Ask, makeAsk } from './ask.ts';
import { isTooLarge, type TextResponse } from './http-requests.ts';
import { type Contents, judgeStatus } from './judge-answer.ts';
import { loadMetrics as metrics } from './load-metrics.ts';
import { scenarioNow } from './scenario-now.ts';
import { recordStartDelay } from './start-delay.ts';

/** A request of the journey, and what this VU keeps for it. */
interface Kind {
  readonly request: Request<unknown, Readonly<Record<string, unknown>>>;
  readonly ask: Ask;
  readonly checks: readonly (readonly [string, NonNullable<Kind['request']['check']>[string]])[];
}

/** What became of an iteration. */
export interface Sending {
  /** The answer that `send` returned, or the first whose status was not expected. */
  readonly answer: TextResponse | undefined;
  readonly hasFailed: boolean;
}

// Made when they are first needed: a VU sends requests of one kind, unless they come in turn.
const kinds: Record<string, Kind> = {};
let round: Round | undefined;
let coldRound: Round | undefined;

/** Requests of one kind: the one that has the name of the scenario. */
export function steady(data: SetupData): Promise<Sending> {
  const iteration = recordStartDelay(data);
  return sendRequest(scenarioNow().name, iteration, iteration, data);
}

/** All requests of the journey in turn, each with its share. */
export function mixed(data: SetupData): Promise<Sending> {
  round ??= roundOf(journey);
  return inTurn(round, data);
}

/** As {@link mixed} for an API that was asked nothing yet. */
export function mixedCold(data: SetupData): Promise<Sending> {
  coldRound ??= roundWithoutSetup(journey);
  return inTurn(coldRound, data);
}

function inTurn(places: Round, data: SetupData): Promise<Sending> {
  const iteration = recordStartDelay(data);
  const { name, perRound, before } = places[iteration % places.length] as Place;
  return sendRequest(name, Math.floor(iteration / places.length) * perRound + before, iteration, data);
}

/**
 * Sends a request of the journey and judges what came back.
 *
 * @param iteration its number in its scenario, of all VUs and kinds
 */
async function sendRequest(name: string, turn: number, iteration: number, data: SetupData): Promise<Sending> {
  kinds[name] ??= kindOf(name);
  const { request, ask, checks } = kinds[name];
  ask.turn = turn;
  ask.unique = `${data.runId}-${scenarioNow().name}-${iteration}`;
  ask.data = data.own;
  ask.sent = [];
  let answer: TextResponse | undefined;
  let thrown: unknown;
  try {
    answer = await request.send(ask);
  } catch (error) {
    thrown = error;
  }
  const failed = await judgeAll(answer, ask, checks, request);
  // What `send` could not do with an answer that failed is no fault of its own.
  if (thrown !== undefined && failed === undefined) throw thrown;
  if (ask.sent.length === 0) throw new Error(`The request ${name} of the journey sent nothing`);
  return { answer: failed ?? answer, hasFailed: failed !== undefined };
}

/** @returns the first answer whose status was not expected */
async function judgeAll(
  answer: TextResponse | undefined,
  ask: Ask,
  checks: Kind['checks'],
  request: Kind['request'],
): Promise<TextResponse | undefined> {
  let failed: TextResponse | undefined;
  for (const { sent, expect } of ask.sent) {
    const response = await sent;
    const contents = response === answer ? contentsOf(response, ask, checks) : undefined;
    if (!judgeStatus(response, expect, contents)) failed ??= response;
    else if (contents !== undefined) tellWrong(response, contents, ask, request);
  }
  metrics.responses_checked.add(1);
  return failed;
}

function contentsOf(response: TextResponse, ask: Ask, checks: Kind['checks']): Contents {
  const contents: Record<string, boolean> = {};
  const isReadable = response.status !== 0 && !isTooLarge(response);
  for (const [name, isRight] of checks) contents[name] = isReadable && isTrue(isRight, response, ask);
  return contents;
}

/** What an answer does not even have is not right: a check that throws has failed. */
function isTrue(test: Kind['checks'][number][1], response: TextResponse, ask: Ask): boolean {
  try {
    return Boolean(test(response, ask));
  } catch {
    return false;
  }
}

function tellWrong(response: TextResponse, contents: Contents, ask: Ask, { isOfAnother }: Kind['request']): void {
  if (isTooLarge(response) || Object.values(contents).every(Boolean)) return;
  if (isOfAnother === undefined) metrics.wrong_contents.add(1, { of: 'one' });
  else metrics.wrong_contents.add(1, { of: 'several', was: isTrue(isOfAnother, response, ask) ? 'another' : 'none' });
}

let aside: Ask | undefined;

/**
 * Sends the first request of the journey beside the load, with tags of its own, and judges nothing.
 *
 * @returns the answer, if its status is one that is expected
 */
export async function askAside(
  data: SetupData,
  tags: Readonly<Record<string, string>>,
): Promise<TextResponse | undefined> {
  const [request] = Object.values(journey.requests);
  aside ??= makeAsk(request?.expect, tags);
  aside.turn = scenarioNow().iterationInTest;
  aside.unique = `${data.runId}-aside-${aside.turn}`;
  aside.data = data.own;
  aside.sent = [];
  const answer = await request?.send(aside);
  for (const { sent, expect } of aside.sent) if (!expect.includes((await sent).status)) return undefined;
  return answer;
}

function kindOf(name: string): Kind {
  const request = journey.requests[name];
  if (request === undefined) throw new Error(`The journey has no request ${name}`);
  return {
    request,
    ask: makeAsk(request.expect, { cache: request.cache }),
    checks: Object.entries(request.check ?? {}),
  };
}
