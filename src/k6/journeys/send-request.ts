import journey from 'the-journey';
import { type Place, type Round, roundOf, roundWithoutSetup } from '../../core/journey/mix.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { type Ask, makeAsk, sendOnce } from './ask.ts';
import type { TextResponse } from './http-requests.ts';
import { judge, type Kind } from './judge-answer.ts';
import { loadMetrics as metrics } from './load-metrics.ts';
import { countOverLimit, countsOverLimit } from './over-limit.ts';
import { recordedScenario, recordStartDelay } from './start-delay.ts';

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

// What setup() handed over, and what is read of it.
let known: SetupData | undefined;
let runId = '';
let own: unknown;

/** Requests of one kind: the one that has the name of the scenario. */
export function steady(data: SetupData): Promise<Sending> {
  const iteration = recordStartDelay(data);
  return sendRequest(recordedScenario(), iteration, iteration, data);
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
  const kind = kinds[name];
  const { request, ask } = kind;
  begin(ask, data, turn);
  ask.scenario = recordedScenario();
  ask.iteration = iteration;
  let answer: TextResponse | undefined;
  let thrown: unknown;
  try {
    const sending = request.send(ask);
    // What is no promise needs no turn of the event loop, which is a twentieth of a request's time on k6.
    answer = sending instanceof Promise ? await sending : sending;
  } catch (error) {
    thrown = error;
  }
  let failed: TextResponse | undefined;
  for (const { sent, expected } of ask.sent) {
    const response = sent instanceof Promise ? await sent : sent;
    if (!judge(response, expected, response === answer ? kind : undefined)) failed ??= response;
    // Nobody knows how many requests a load of chains will have.
    else if (countsOverLimit && ask.sent.length === 1)
      countOverLimit('http_req_duration', response.timings.duration, ask.scenario, data);
  }
  metrics.responses_checked.add(1);
  const hasSent = ask.sent.length > 0;
  // An answer that is kept is kept by each of hundreds of VUs.
  ask.sent = [];
  // What `send` could not do with an answer that failed is no fault of its own.
  if (thrown !== undefined && failed === undefined) throw thrown;
  if (!hasSent) throw new Error(`The request ${name} of the journey sent nothing`);
  return { answer: failed ?? answer, hasFailed: failed !== undefined };
}

function begin(ask: Ask, data: SetupData, turn: number): void {
  // Each field of what setup() handed over is converted whenever it is read.
  if (known !== data) {
    known = data;
    ({ runId, own } = data);
  }
  ask.runId = runId;
  ask.data = own;
  ask.turn = turn;
  ask.sent = [];
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
  if (request === undefined) return undefined;
  aside ??= makeAsk(request.expect, tags);
  aside.iteration += 1;
  aside.scenario = 'aside';
  begin(aside, data, aside.iteration);
  const { answer, thrown } = await sendOnce(request, aside);
  for (const { sent, expected } of aside.sent) {
    if (!expected.statuses.includes((await sent).status)) return undefined;
  }
  if (thrown !== undefined) throw thrown;
  return answer;
}

function kindOf(name: string): Kind {
  const request = journey.requests[name];
  if (request === undefined) throw new Error(`The journey has no request ${name}`);
  return {
    request,
    ask: makeAsk(request.expect, { cache: request.cache }),
    checks: Object.entries(request.check ?? {}).map(([check, test]) => ({ name: check, test })),
  };
}
