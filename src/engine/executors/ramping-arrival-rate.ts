import { formatDurationMs } from '../../core/units/duration.ts';
import type { FieldReader } from '../options/field-reader.ts';
import { type ArrivalVus, dueTimesOf, openArrivals, planArrivals, readArrivalVus, runArrivals } from './arrivals.ts';
import type { Scenario, ScenarioBase, ScenarioRuntime } from './scenario.ts';
import { readStages, type Stage, sumDurationsMs } from './stages.ts';

interface RampingArrivalRateConfig extends ScenarioBase, ArrivalVus {
  readonly startRate: number;
  readonly timeUnitMs: number;
  readonly stages: readonly Stage[];
}

const NS_PER_MS = 1_000_000;
// The area is a sum of fractions: without it the last iteration of a stage would be lost now and then.
const ROUNDING = 1e-9;

/** `ramping-arrival-rate`: the rate at which iterations start changes linearly within each stage. */
export function createRampingArrivalRate(base: ScenarioBase, fields: FieldReader): Scenario {
  const startRate = fields.integer('startRate') ?? 0;
  fields.require(startRate >= 0, "the startRate value can't be negative");
  const timeUnitMs = fields.durationMs('timeUnit') ?? 1_000;
  fields.require(timeUnitMs > 0, 'the timeUnit must be more than 0');
  const stages = readStages(fields);
  const config = { ...base, startRate, timeUnitMs, stages, ...readArrivalVus(fields, base.stripe) };
  const durationMs = sumDurationsMs(stages);
  const perSecond = (Math.max(startRate, ...stages.map(({ target }) => target)) * 1_000) / timeUnitMs;
  return {
    ...config,
    description: `Up to ${perSecond.toFixed(2)} iterations/s for ${formatDurationMs(durationMs)} over ${stages.length} stages (maxVUs: ${config.maxVus})`,
    planned: { count: countOf(config), perSecond },
    steps: planArrivals(config, durationMs + config.gracefulStopMs),
    run: (runtime) => runRampingArrivalRate(config, runtime),
  };
}

/**
 * Offsets at which iterations are due, milliseconds: iteration k, counted from 1, when the area under the curve of the
 * rate reaches k. Formula of k6, lib/executor/ramping_arrival_rate.go, solved for the time within a stage.
 */
export function* rampingDueTimes(
  startRate: number,
  timeUnitMs: number,
  stages: readonly Stage[],
): Generator<number, undefined> {
  const timeUnitNs = timeUnitMs * NS_PER_MS;
  let from = startRate / timeUnitNs;
  let stageStartNs = 0;
  let areaBefore = 0;
  let iteration = 1;
  for (const { target, durationMs } of stages) {
    const to = target / timeUnitNs;
    const durationNs = durationMs * NS_PER_MS;
    const areaAfter = areaBefore + durationNs * ((to - from) / 2 + from);
    for (; durationNs > 0 && iteration <= areaAfter + ROUNDING; iteration++) {
      const wanted = iteration - areaBefore;
      const root = () => Math.sqrt(Math.max(0, durationNs * (from * from * durationNs + 2 * wanted * (to - from))));
      const offsetNs = from === to ? wanted / to : (from * durationNs - root()) / (from - to);
      yield (stageStartNs + Math.trunc(offsetNs)) / NS_PER_MS;
    }
    areaBefore = areaAfter;
    stageStartNs += durationNs;
    from = to;
  }
  return undefined;
}

/** The area under the curve of the rate. */
function countOf({ startRate, timeUnitMs, stages }: RampingArrivalRateConfig): number {
  const rates = [startRate, ...stages.map(({ target }) => target)];
  const areas = stages.map(({ durationMs, target }, index) => (((rates[index] ?? 0) + target) / 2) * durationMs);
  return areas.reduce((sum, area) => sum + area, 0) / timeUnitMs;
}

async function runRampingArrivalRate(config: RampingArrivalRateConfig, runtime: ScenarioRuntime): Promise<void> {
  const { startRate, timeUnitMs, stages } = config;
  const arrivals = await openArrivals(runtime, config, sumDurationsMs(stages));
  const dueTimes = rampingDueTimes(startRate, timeUnitMs, stages);
  await runArrivals(runtime, arrivals, config.maxVus, dueTimesOf(config.stripe, dueTimes));
}
