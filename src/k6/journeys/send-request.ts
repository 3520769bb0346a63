import journey from 'the-journey';
import { type Place, type Round, roundOf, roundWithoutSetup } from '../../core/journey/mix.ts';
import type { Sent } from '../api/poolproof.ts';
import { sendOnce } from '../lazy/send-once.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { type Ask, makeAsk, type SentRequest } from './ask.ts';
import type { TextResponse } from './http-requests.ts';
import { judge } from './judge-answer.ts';
import { type Kind, kindOf } from './kind.ts';
import { loadMetrics as metrics } from './load-metrics.ts';
import { countOverLimit } from './over-limit.ts';
import { type Begun, recordStartDelay } from './start-delay.ts';

/** What became of an iteration. */
export interface Sending {
  /** The answer that `send` returned, or the first whose status was not expected. */
  readonly answer: TextResponse | undefined;
  readonly hasFailed: boolean;
}

/** What became of `send`. */
interface Outcome {
  /** What it returned; undefined when it threw. */
  readonly sent: Sent | undefined;
  readonly thrown: unknown;
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
export function steady(data: SetupData): Sending | Promise<Sending> {
  const begun = recordStartDelay(data);
  return sendRequest(begun.scenario, begun.iteration, begun, data);
}

/** All requests of the journey in turn, each with its share. */
export function mixed(data: SetupData): Sending | Promise<Sending> {
  round ??= roundOf(journey);
  return inTurn(round, data);
}

/** As {@link mixed} for an API that was asked nothing yet. */
export function mixedCold(data: SetupData): Sending | Promise<Sending> {
  coldRound ??= roundWithoutSetup(journey);
  return inTurn(coldRound, data);
}

function inTurn(places: Round, data: SetupData): Sending | Promise<Sending> {
  const begun = recordStartDelay(data);
  const { iteration } = begun;
  const { name, perRound, before } = places[iteration % places.length] as Place;
  return sendRequest(name, Math.floor(iteration / places.length) * perRound + before, begun, data);
}

/** Sends a request of the journey and judges what came back. */
function sendRequest(name: string, turn: number, begun: Begun, data: SetupData): Sending | Promise<Sending> {
  kinds[name] ??= kindOf(name);
  const kind = kinds[name];
  const { request, ask } = kind;
  begin(ask, data, turn);
  ask.scenario = begun.scenario;
  ask.iteration = begun.iteration;
  let sent: Sent | undefined;
  let thrown: unknown;
  try {
    sent = request.send(ask);
  } catch (error) {
    thrown = error;
  }
  // What is no promise needs no turn of the event loop, which is a twentieth of a request's time on k6.
  const isUnderWay = isPromise(sent) || isPromise(ask.sent[0]?.sent);
  return isUnderWay ? judgeLater(kind, { sent, thrown }, data) : judgeAll(kind, { sent, thrown }, data);
}

function isPromise(sent: Sent | undefined): boolean {
  return typeof (sent as Partial<Promise<unknown>> | undefined)?.then === 'function';
}

async function judgeLater(kind: Kind, { sent, thrown }: Outcome, data: SetupData): Promise<Sending> {
  const outcome = { sent, thrown };
  try {
    outcome.sent = await sent;
  } catch (error) {
    outcome.thrown = error;
  }
  for (const each of kind.ask.sent) each.sent = await each.sent;
  return judgeAll(kind, outcome, data);
}

/** Judges all answers of an iteration, which are there. */
function judgeAll(kind: Kind, { sent, thrown }: Outcome, data: SetupData): Sending {
  const { ask } = kind;
  const count = ask.sent.length;
  let failed: TextResponse | undefined;
  // An iterator makes three objects for each item.
  for (let at = 0; at < count; at += 1) {
    const { sent: answer, expected } = ask.sent[at] as SentRequest;
    const response = answer as TextResponse;
    if (!judge(response, expected, response === sent ? kind : undefined)) failed ??= response;
    // Nobody knows how many requests a load of chains will have.
    else if (count === 1) countOverLimit?.('http_req_duration', response.timings.duration, ask.scenario, data);
  }
  metrics.responses_checked(1);
  // An answer that is kept is kept by each of hundreds of VUs.
  ask.sent.length = 0;
  // What `send` could not do with an answer that failed is no fault of its own.
  if (thrown !== undefined && failed === undefined) throw thrown;
  if (count === 0) throw new Error(`The request ${kind.name} of the journey sent nothing`);
  return { answer: failed ?? (sent as TextResponse | undefined), hasFailed: failed !== undefined };
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
  ask.sent.length = 0;
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
