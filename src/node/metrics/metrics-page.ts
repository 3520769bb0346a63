import { METRIC_GROUPS, type MetricGroup } from '../../core/metrics/catalogue.ts';
import type { MetricDefinition } from '../../core/metrics/metric-types.ts';

const HEADINGS: Readonly<Record<MetricGroup, string>> = {
  load: 'Requests',
  early: 'Requests over a limit, with STOP_EARLY=1',
  redis: 'Redis, with REDIS_URL',
  pool: 'The pool, with POOL_PATH',
  drift: 'Profile soak: how far the run drifts',
  settled: 'Profile leak: what stays open after each silence',
  outage: 'Profile failover: from the fault to the return of Redis',
  clock: 'The clock',
  command: 'The load generator',
};

const HEAD = `# Metrics

Every figure that a run measures beside [k6's own](https://grafana.com/docs/k6/latest/using-k6/metrics/reference/). Rules in
\`thresholds/*.json\` may ask for any of them, and for k6's: a trend has \`avg\`, \`min\`, \`med\`, \`max\` and \`p(N)\`, a counter
\`count\` and \`rate\`, a gauge \`value\`, a rate \`rate\`; the build refuses anything else. What is followed over time stands under
\`series.observed\` of [\`result.json\`](result.md): of each point the peak, or the sum.

This page is made from the catalogue in \`src/core/metrics/\` by \`npm run metrics\`.
`;

/** The text of docs/metrics.md. */
export function metricsPage(): string {
  const groups = Object.entries(HEADINGS).map(
    ([group, heading]) => `\n## ${heading}\n\n${table(METRIC_GROUPS[group as MetricGroup])}`,
  );
  return `${HEAD}${groups.join('')}`;
}

function table(metrics: Readonly<Record<string, MetricDefinition>>): string {
  const rows = Object.entries(metrics).map(([name, { type, unit, tags = [], overTime = '', title }]) =>
    [`\`${name}\``, type, unit, tags.map((tag) => `\`${tag}\``).join(', '), overTime, title].join(' | '),
  );
  return [
    '| metric | type | unit | tags | over time | what it is |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`.replaceAll(/ {2,}/g, ' ')),
    '',
  ].join('\n');
}
