import { describeFleet, type Fleet, fleetConnections } from '../redis/fleet.ts';
import type { Result } from '../result/result.ts';
import { type ComputedSize, computeSize } from './compute-size.ts';
import { type Demand, demandOf, type OneConnection, type UnknownDemand } from './demand.ts';
import type { TriedSize } from './judge-size.ts';
import { intervalOfSize, smallestThatHolds } from './next-sizes.ts';
import * as words from './size-words.ts';

/** Grows by one when a field of `size.json` changes its meaning or goes. */
const SIZE_SCHEMA_VERSION = 1;

/** Whether the pools of all instances find room in Redis. */
interface FleetFit {
  /** Null: not judged. */
  readonly fits: boolean | null;
  readonly sentence: string;
}

/** `size.json`. */
export interface SizeAnswer {
  readonly schemaVersion: typeof SIZE_SCHEMA_VERSION;
  readonly answer: 'measured' | 'computed' | 'one-connection' | 'none-holds' | 'cannot-tell';
  /** The pool size to configure; null where there is none to tell. */
  readonly size: number | null;
  /** Between which two the size lies, both included; null where it is not known better. An end that was not reached is null. */
  readonly interval: readonly [low: number, high: number | null] | null;
  readonly sentence: string;
  readonly profile: string;
  readonly ratePerSecond: number;
  readonly engine: { readonly name: string; readonly version: string };
  /** Every size that was tried, with its figures; none where the size was computed. */
  readonly tried: readonly TriedSize[];
  /** What the requests ask of the pool; null where that is not known. */
  readonly demand: Demand | OneConnection | null;
  /** For loans that come at random, as those of people do. */
  readonly computed: ComputedSize | null;
  /** What has to be true for that. */
  readonly assumptions: readonly string[];
  /** Only where INSTANCES says how many there are. */
  readonly fleet: FleetFit | null;
}

/** What the user asked for. */
export interface SizeQuestion {
  readonly ratePerSecond: number;
  readonly instances: number;
  readonly workers: number;
}

/**
 * The answer from runs with pools of several sizes.
 *
 * @param runs the first of them with the largest pool, before which nobody waits
 */
export function measuredAnswer(
  tried: readonly TriedSize[],
  runs: readonly Result[],
  question: SizeQuestion,
): SizeAnswer {
  const [first] = runs;
  if (first === undefined) throw new RangeError('Cannot answer: there was no run');
  const demand = demandOfRun(first, question);
  const size = smallestThatHolds(tried);
  const base = { ...factsOf(first, question, demand), tried: [...tried].sort((a, b) => a.size - b.size) };
  if (size === undefined) {
    return {
      ...base,
      answer: 'none-holds',
      size: null,
      interval: null,
      sentence: words.noneHolds(base, first),
      fleet: null,
    };
  }
  const [low, high] = intervalOfSize(tried, size);
  const interval = [low, Number.isFinite(high) ? high : null] as const;
  const sentence = words.measured(base, size, interval);
  return { ...base, answer: 'measured', size, interval, sentence, fleet: fleetFit(first, size, question) };
}

/** The answer from one run of an API whose pool stays as it is. */
export function computedAnswer(run: Result, question: SizeQuestion): SizeAnswer {
  const demand = demandOfRun(run, question);
  const base = { ...factsOf(run, question, demand), tried: [], interval: null };
  if (demand.from === 'unknown')
    return { ...base, answer: 'cannot-tell', size: null, sentence: demand.why, fleet: null };
  if (demand.from === 'one-connection') {
    const { connections } = demand;
    return {
      ...base,
      answer: 'one-connection',
      size: connections,
      sentence: words.oneConnection(demand),
      fleet: fleetFit(run, 1, question),
    };
  }
  const { size } = base.computed ?? computeSize(demand);
  const least = demand.atLeast && computeSize({ ...demand.atLeast, holdMs: null }).size;
  return {
    ...base,
    answer: 'computed',
    size,
    interval: least === undefined || least >= size ? null : [least, size],
    sentence: words.computed(demand, base.computed, least),
    fleet: fleetFit(run, size, question),
  };
}

/** Nothing can be said, and why. */
export function unknownAnswer(run: Result, question: SizeQuestion, why: string): SizeAnswer {
  const base = factsOf(run, question, { from: 'unknown', why });
  return { ...base, answer: 'cannot-tell', size: null, interval: null, sentence: why, tried: [], fleet: null };
}

function factsOf(run: Result, { ratePerSecond }: SizeQuestion, demand: Demand | OneConnection | UnknownDemand) {
  const isPool = demand.from !== 'unknown' && demand.from !== 'one-connection';
  return {
    schemaVersion: SIZE_SCHEMA_VERSION,
    profile: run.profile,
    ratePerSecond,
    engine: { name: run.engine.name, version: run.engine.version },
    demand: demand.from === 'unknown' ? null : demand,
    computed: isPool ? computeSize(demand) : null,
    assumptions: isPool ? words.assumptionsOf(demand) : [],
  } as const;
}

function demandOfRun({ evidence, rules }: Result, { ratePerSecond, workers }: SizeQuestion) {
  if (evidence === null) return { from: 'unknown', why: 'the run measured nothing' } as const;
  const isHealthy = rules.every(({ about, status }) => about !== 'api' || status !== 'fail');
  return demandOf(evidence, ratePerSecond, { isHealthy, processes: workers });
}

function fleetFit(
  { evidence, rules }: Result,
  poolSize: number,
  { instances, workers }: SizeQuestion,
): FleetFit | null {
  if (instances === 0) return null;
  const fleet: Fleet = { instances, workers, poolSize };
  const { maxClients = null, otherConnections = null, fleetLimitShare = 1 } = evidence ?? {};
  if (maxClients === null || otherConnections === null) {
    const why =
      rules.find(({ id }) => id.startsWith('redis-fleet'))?.why ?? 'Redis was not asked what it takes; set REDIS_URL';
    return { fits: null, sentence: `not judged: ${why}` };
  }
  const room = { maxClients, others: otherConnections, limitShare: fleetLimitShare };
  const fits = fleetConnections(fleet) <= (maxClients - otherConnections) * fleetLimitShare;
  return { fits, sentence: `${fits ? 'fits' : 'does not fit'}: ${describeFleet(fleet, room)}` };
}
