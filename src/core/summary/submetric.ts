/** The name of a submetric as `options.thresholds` and the summary spell it: `http_reqs{scenario:all_flags}`. */
export function submetric(metric: string, tags: Readonly<Record<string, string>>): string {
  const selector = Object.entries(tags)
    .map(([tag, value]) => `${tag}:${value}`)
    .join(',');
  return selector === '' ? metric : `${metric}{${selector}}`;
}
