import type { Arrivals } from './arrivals.ts';
import { type Ramp, rampDurationMs } from './ramp.ts';
import { periodMsOf } from './workload.ts';

/** When iterations of a scenario are due: one each period, or along a rate that rises each second by the same. */
export type Starts = { readonly periodMs: number } | { readonly fromPerSecond: number; readonly risePerSecond: number };

export function startsOf(scenario: Arrivals | Ramp): Starts {
  if (scenario.executor === 'constant-arrival-rate') return { periodMs: periodMsOf(scenario) };
  const { startRate, stages } = scenario;
  const seconds = rampDurationMs(scenario) / 1_000;
  return { fromPerSecond: startRate, risePerSecond: (stages[0].target - startRate) / seconds };
}

/** When iteration `index`, from 0, is due: milliseconds from the start of its scenario. */
export function dueMs(starts: Starts, index: number): number {
  if ('periodMs' in starts) return index * starts.periodMs;
  const { fromPerSecond: from, risePerSecond: rise } = starts;
  // k6 begins the first iteration of a ramp when the area under its curve reaches 1. This root of
  // from·t + rise·t²/2 = index + 1 also holds for a ramp that does not rise.
  return ((2 * (index + 1)) / (from + Math.sqrt(from ** 2 + 2 * rise * (index + 1)))) * 1_000;
}
