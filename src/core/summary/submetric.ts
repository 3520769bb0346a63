import type { MetricName, MetricSelector } from '../metrics/catalogue.ts';

/** The name of a submetric as `options.thresholds` and the summary spell it: `http_reqs{scenario:all_flags}`. */
export function submetric<Name extends MetricName>(
  metric: Name,
  tags: Readonly<Record<string, string>>,
): MetricSelector<Name> {
  const selector = Object.entries(tags)
    .map(([tag, value]) => `${tag}:${value}`)
    .join(',');
  return selector === '' ? metric : `${metric}{${selector}}`;
}
