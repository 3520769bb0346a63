import { formatDurationMs } from '../../core/units/duration.ts';
import type { FieldReader } from '../options/field-reader.ts';
import { type ArrivalVus, dueTimesOf, openArrivals, planArrivals, readArrivalVus, runArrivals } from './arrivals.ts';
import type { Scenario, ScenarioBase, ScenarioRuntime } from './scenario.ts';

interface ConstantArrivalRateConfig extends ScenarioBase, ArrivalVus {
  readonly rate: number;
  readonly timeUnitMs: number;
  readonly durationMs: number;
}

const NS_PER_MS = 1_000_000;

/** `constant-arrival-rate`: starts `rate` iterations per `timeUnit`, however long they take. */
export function createConstantArrivalRate(base: ScenarioBase, fields: FieldReader): Scenario {
  const rate = fields.integer('rate');
  fields.require(rate !== undefined, "the iteration rate isn't specified");
  fields.require(rate === undefined || rate > 0, 'the iteration rate must be more than 0');
  const timeUnitMs = fields.durationMs('timeUnit') ?? 1_000;
  fields.require(timeUnitMs > 0, 'the timeUnit must be more than 0');
  const durationMs = fields.requiredDurationMs('duration');
  const config = { ...base, rate: rate ?? 1, timeUnitMs, durationMs, ...readArrivalVus(fields, base.stripe) };
  const perSecond = (config.rate * 1_000) / timeUnitMs;
  return {
    ...config,
    description: `${perSecond.toFixed(2)} iterations/s for ${formatDurationMs(durationMs)} (maxVUs: ${config.maxVus})`,
    planned: { count: (perSecond * durationMs) / 1_000, perSecond },
    steps: planArrivals(config, durationMs + config.gracefulStopMs),
    run: (runtime) => runConstantArrivalRate(config, runtime),
  };
}

/**
 * Offsets at which iterations are due, from 0 to the end of the duration inclusive: rate × duration + 1 of them.
 * Differs from k6: there the one at the very end is left out now and then.
 */
export function* constantDueTimes(rate: number, timeUnitMs: number, durationMs: number): Generator<number, undefined> {
  const periodNs = Math.trunc((timeUnitMs * NS_PER_MS) / rate);
  const durationNs = durationMs * NS_PER_MS;
  for (let index = 0; index * periodNs <= durationNs; index++) yield (index * periodNs) / NS_PER_MS;
  return undefined;
}

async function runConstantArrivalRate(config: ConstantArrivalRateConfig, runtime: ScenarioRuntime): Promise<void> {
  const { rate, timeUnitMs, durationMs } = config;
  const arrivals = await openArrivals(runtime, config, durationMs);
  const dueTimes = constantDueTimes(rate, timeUnitMs, durationMs);
  await runArrivals(runtime, arrivals, config.maxVus, dueTimesOf(config.stripe, dueTimes));
}
