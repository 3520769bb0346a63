import type { Rule } from './rule.ts';
import type { Stop } from './stop.ts';

/** A threshold that ends the run when it is crossed, as k6 takes it. */
interface AbortingThreshold {
  readonly threshold: string;
  readonly abortOnFail: true;
  readonly delayAbortEval: string;
}

/** k6's `options.thresholds`: the rules, their floors, what ends the run, and submetrics only wanted in the summary. */
export function k6Thresholds(
  rules: readonly Rule[],
  reported: readonly string[] = [],
  stops: readonly Stop[] = [],
): Record<string, (string | AbortingThreshold)[]> {
  const thresholds: Record<string, (string | AbortingThreshold)[]> = {};
  const add = (metric: string, threshold?: string): void => {
    thresholds[metric] ??= [];
    const list = thresholds[metric];
    if (threshold !== undefined && !list.includes(threshold)) list.push(threshold);
  };
  for (const { metric, threshold, floor, required, isOptional } of rules) {
    // What is planned too short to be required is measured and shown, and decides nothing.
    add(metric, required || isOptional ? threshold : undefined);
    add(floor.counter, required ? `count>=${floor.atLeast}` : undefined);
  }
  for (const metric of reported) add(metric);
  for (const { metric, threshold, delay } of stops) {
    add(metric);
    thresholds[metric]?.push({ threshold, abortOnFail: true, delayAbortEval: delay });
  }
  return thresholds;
}
