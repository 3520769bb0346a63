import type { Rule } from './rule.ts';

/** k6's `options.thresholds`: the rules, their floors, and submetrics that are only wanted in the summary. */
export function k6Thresholds(rules: readonly Rule[], reported: readonly string[] = []): Record<string, string[]> {
  const thresholds: Record<string, string[]> = {};
  const add = (metric: string, threshold?: string): void => {
    thresholds[metric] ??= [];
    const list = thresholds[metric];
    if (threshold !== undefined && !list.includes(threshold)) list.push(threshold);
  };
  for (const rule of rules) {
    add(rule.metric, rule.threshold);
    add(rule.floor.counter, `count>=${rule.floor.atLeast}`);
  }
  for (const metric of reported) add(metric);
  return thresholds;
}
