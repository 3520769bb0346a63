import { formatDurationMs } from '../../core/units/duration.ts';
import type { GroupSummary } from '../metrics/check-tree.ts';
import type { MetricSummary, SummaryData } from './build-summary.ts';

/** A short table of checks, thresholds and metrics, for scripts without `handleSummary`. Differs from k6: plainer. */
export function renderTextSummary(data: SummaryData): string {
  const metrics = Object.entries(data.metrics).sort(([a], [b]) => (a < b ? -1 : 1));
  const thresholds = metrics.flatMap(([name, { thresholds: judged = {} }]) =>
    Object.entries(judged).map(([text, { ok }]) => `  ${ok ? 'ok    ' : 'FAILED'} ${name}: ${text}`),
  );
  const width = Math.max(0, ...metrics.map(([name]) => name.length));
  const rows = metrics.map(([name, metric]) => `  ${name.padEnd(width)}  ${renderValues(metric)}`);
  return [
    '',
    ...section('Thresholds', thresholds),
    ...section('Checks', renderGroup(data.root_group)),
    ...section(`Metrics (test run of ${formatDurationMs(data.state.testRunDurationMs)})`, rows),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function renderGroup({ checks, groups }: GroupSummary): string[] {
  const lines = checks.map(({ path, passes, fails }) => {
    const name = path.slice('::'.length).replaceAll('::', ' > ');
    return fails === 0 ? `  ok     ${name} (${passes})` : `  FAILED ${name} (${fails} of ${passes + fails})`;
  });
  return [...lines, ...groups.flatMap(renderGroup)];
}

function renderValues({ contains, values }: MetricSummary): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${renderValue(value, contains, name)}`)
    .join(' ');
}

function renderValue(value: number, contains: MetricSummary['contains'], name: string): string {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 3 : 2);
  if (contains === 'time' && name !== 'count') return `${text}ms`;
  if (contains === 'data') return `${text}B${name === 'rate' ? '/s' : ''}`;
  return text;
}
