import type { Result } from '../result/result.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import { formatMs, formatShare } from '../units/numbers.ts';
import { limitText } from '../verdict/limit-text.ts';
import { BURST, type ComputedSize, MOST_WAITING } from './compute-size.ts';
import type { Demand, OneConnection } from './demand.ts';
import type { SizeFigure, TriedSize } from './judge-size.ts';

interface Base {
  readonly ratePerSecond: number;
  readonly tried: readonly TriedSize[];
}

/** `a pool of 5 is the smallest that holds 200 requests/s: with 4, p95 is 412 ms (limit < 50 ms)`. */
export function measured(
  { ratePerSecond, tried }: Base,
  size: number,
  interval: readonly [number, number | null],
): string {
  const below = tried.find((one) => one.size === size - 1);
  const why = below === undefined ? 'there is no smaller one' : `with ${below.size}, ${whatFailed(below)}`;
  return `a pool of ${size} is the smallest that holds ${ratePerSecond} requests/s (${intervalInWords(interval)}): ${why}`;
}

export function intervalInWords([low, high]: readonly [number, number | null]): string {
  if (high === null) return `interval ${low} or more`;
  return low === high ? `interval ${low}` : `interval ${low} to ${high}`;
}

/** The limit that a pool missed by most. */
export function whatFailed({ figures, runs }: Pick<TriedSize, 'figures' | 'runs'>): string {
  const [worst] = [...figures.filter(({ holds }) => !holds)].sort((a, b) => b.value - a.value);
  return worst === undefined ? 'nothing failed' : figureInWords(worst, runs);
}

function figureInWords({ id, limit, value, unit }: SizeFigure, runs: number): string {
  const [rule = '', scenario] = id.split(':');
  const where = scenario === undefined ? '' : ` of ${scenario}`;
  if (unit === 'runs') return `${rule}${where} failed in ${value} of ${runs} runs`;
  const { percent } = parseThresholdExpression(limit);
  return `${percent === undefined ? 'the median' : `p${percent}`}${where} is ${formatMs(value)} (limit ${limitText({ limit, unit })})`;
}

export function noneHolds({ ratePerSecond, tried }: Base, { findings, evidence }: Result): string {
  const largest = tried.at(-1);
  const failed = largest === undefined ? '' : `: with ${largest.size}, ${whatFailed(largest)}`;
  const [first] = findings;
  const cause = first === undefined ? '' : `. ${first.sentence}`;
  const wasFull = evidence !== null && (evidence.poolWaitingMax ?? 0) > 0;
  const advice = wasFull ? '. Requests waited even so: raise MAX_POOL' : '. The pool is not what is slow';
  return `no pool up to ${largest?.size ?? 0} holds ${ratePerSecond} requests/s${failed}${cause}${advice}`;
}

export function oneConnection({ connections, commandsPerSecond, commandsInFlight, because }: OneConnection): string {
  const served = connections === 1 ? 'one connection serves all' : `${connections} connections serve all`;
  const rate = commandsPerSecond === null ? '' : `, ${Math.round(commandsPerSecond)} commands/s`;
  const inFlight = commandsInFlight === null ? '' : `, ${commandsInFlight.toFixed(2)} of them under way at a time`;
  return `${served}${rate}${inFlight}; ${WHY_ONE[because]}`;
}

const WHY_ONE: Readonly<Record<OneConnection['because'], string>> = {
  library: 'a pool would not help: its library sends the commands of all requests over it without waiting for answers',
  'in-flight': 'a pool would not help: more commands are under way than there are connections, so requests share them',
  'nobody-waited':
    'no second one was ever opened, and the limits held. A pool would not help where the client sends the commands of all requests over it, as ioredis and node-redis do; elsewhere, not at this load',
};

export function computed(
  { ratePerSecond, from }: Demand,
  size: ComputedSize | null,
  least: number | undefined,
): string {
  if (size === null) return '';
  const enough = `computed, not measured: in a pool of ${size.size} at most ${formatShare(MOST_WAITING)} of the loans wait at ${ratePerSecond} requests/s; in one of ${size.burstSize} even in a burst of ${BURST} times that`;
  if (from !== 'requests') return enough;
  const less =
    least === undefined || least >= size.size
      ? ''
      : `${least} would do if each command held its connection for a round trip only; `;
  return `${enough}. That is the upper end: ${less}set POOL_PATH, where the API reports loans and heldMs, to know`;
}

/** `220 loans/s × 20.4 ms = 4.50 connections in use on average`. */
export function demandInWords({ from, connectionsInUse, loansPerSecond, holdMs, atLeast }: Demand): string {
  const inUse = connectionsInWords(connectionsInUse);
  if (loansPerSecond === null || holdMs === null)
    return `${inUse} in use on average, as often as the pool was looked at`;
  const least =
    atLeast === undefined
      ? ''
      : `, at most; ${perSecond(atLeast.commandsPerSecond)} commands/s × ${formatMs(atLeast.roundTripMs)} = ${connectionsInWords(atLeast.connectionsInUse)}, at least`;
  return `${perSecond(loansPerSecond)} ${from}/s × ${formatMs(holdMs)} = ${inUse} in use on average${least}`;
}

function connectionsInWords(count: number): string {
  return `${count < 10 ? count.toFixed(2) : count.toFixed(1)} connections`;
}

function perSecond(rate: number): string {
  return rate.toFixed(rate < 10 ? 1 : 0);
}

export function assumptionsOf({ from }: Demand): string[] {
  return [
    'Loans come at random and independently of each other, as the requests of many people do. A job that asks for many at once needs as many connections as it asks for.',
    'How long a loan lasts varies as an exponential time does. How many wait hardly depends on it, how long they wait does: half as long where all last as long as each other, longer where a few last very long.',
    'Who waits is served in order, and nobody gives up.',
    `All of RATE comes to one process. Where several share it, each needs a pool for its part.`,
    ...(from === 'requests' ? ['Each request has one connection at a time, and for as long as it lasts at most.'] : []),
    ...(from === 'in-use' ? ['Between two looks the pool was as it was when it was looked at.'] : []),
  ];
}
