import type { Rule } from './rule.ts';
import type { Stop } from './stop.ts';

/** A threshold that ends the run when it is crossed, as k6 takes it. */
interface AbortingThreshold {
  readonly threshold: string;
  readonly abortOnFail: true;
  readonly delayAbortEval: string;
}

/** A load that is lost goes on for as long all the same: a cause is not told by the first moment alone. */
const LOST_NOT_BEFORE = '5s';

/**
 * k6's `options.thresholds`: the rules, their floors, what ends the run, and submetrics only wanted in the summary. What ends
 * the run comes first, so that the same threshold of a rule is not there twice.
 */
export function k6Thresholds(
  rules: readonly Rule[],
  reported: readonly string[] = [],
  stops: readonly Stop[] = [],
): Record<string, (string | AbortingThreshold)[]> {
  const thresholds: Record<string, (string | AbortingThreshold)[]> = {};
  const add = (metric: string, given?: string | AbortingThreshold): void => {
    thresholds[metric] ??= [];
    const list = thresholds[metric];
    if (given !== undefined && !list.some((one) => textOf(one) === textOf(given))) list.push(given);
  };
  for (const { metric, threshold, delayAbortEval } of endsOf(rules, stops)) {
    add(metric, { threshold, abortOnFail: true, delayAbortEval });
  }
  for (const { metric, threshold, floor, required, isOptional } of rules) {
    // What is planned too short to be required is measured and shown, and decides nothing.
    add(metric, required || isOptional ? threshold : undefined);
    add(floor.counter, required ? `count>=${floor.atLeast}` : undefined);
  }
  for (const metric of reported) add(metric);
  return thresholds;
}

function endsOf(rules: readonly Rule[], stops: readonly Stop[]) {
  const lost = rules
    .filter(({ required, isOptional }) => required || isOptional)
    .flatMap(({ lostBy }) => (lostBy === undefined ? [] : [{ ...lostBy, delayAbortEval: LOST_NOT_BEFORE }]));
  return [
    ...stops.map(({ metric, threshold, delay: delayAbortEval }) => ({ metric, threshold, delayAbortEval })),
    ...lost,
  ];
}

function textOf(given: string | AbortingThreshold): string {
  return typeof given === 'string' ? given : given.threshold;
}
