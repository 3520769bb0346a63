import { shareRow } from '../../core/render/share-lines.ts';
import { targetText } from '../../core/render/target-text.ts';
import type { Result } from '../../core/result/result.ts';
import { isChained, launchedIterations } from '../../core/result/sent.ts';
import { latenciesOf } from '../../core/series/latencies-of.ts';
import { countOf, type LatencyHistogram, percentileOf } from '../../core/series/latency-histogram.ts';
import type { Series } from '../../core/series/series.ts';
import { percentileInterval } from '../../core/statistics/percentile-interval.ts';
import { capital } from '../../core/text/capital.ts';
import { formatDurationMs } from '../../core/units/duration.ts';
import { formatMs, formatShare } from '../../core/units/numbers.ts';
import { isMeasured, meanOf, mostOf } from './charts/statistics.ts';
import { type Content, html, type Markup } from './markup.ts';
import { facts } from './table.ts';
import { utc } from './verdict.ts';

const PERCENTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

type Fact = readonly [name: string, value: Content];

/** How far the numbers can be believed, and where they come from. */
export function trustSection(result: Result): Markup {
  return html`<section aria-labelledby="trust"><h2 id="trust">Trust</h2>
<h3>Load generator</h3>
${facts(generatorFacts(result))}
<h3>Percentiles</h3>
${intervals(result.series)}
<h3>Run</h3>
${facts(runFacts(result))}
<h3>Environment</h3>
${facts(environmentFacts(result))}
<h3>Settings</h3>
${settings(result)}
</section>`;
}

function generatorFacts(result: Result): Fact[] {
  const { requests: total, evidence, series } = result;
  const { plannedRequests, droppedIterations } = total;
  const launched = launchedIterations(total);
  const ms = (value: number | null | undefined) => (typeof value === 'number' ? formatMs(value) : 'not measured');
  return [
    ['Planned', `${plannedRequests} ${isChained(total) ? 'iterations' : 'requests'}`],
    [
      'Launched',
      `${launched}${plannedRequests === 0 ? '' : ` (${formatShare(launched / plannedRequests)} of the plan)`}`,
    ],
    ['Dropped', droppedIterations],
    ['Start delay, p95', ms(evidence?.startDelayP95Ms)],
    ['Start delay, most', ms(evidence?.startDelayMaxMs)],
    ['CPU, mean and peak', cpu(series)],
    ...shareRow(result).flatMap(([name, texts]) => texts.map((text): Fact => [capital(name), text])),
  ];
}

function cpu(series: Series | null): string {
  const shares = series?.observed.generator_cpu_share;
  if (!isMeasured(shares)) return 'not measured here';
  return `${Math.round((meanOf(shares) ?? 0) * 100)} % and ${Math.round(mostOf(shares) * 100)} % of one core`;
}

function intervals(series: Series | null): Markup {
  const all = series === null ? {} : latenciesOf(series);
  if (countOf(all) === 0) return html`<p>Not measured: no request was answered as expected.</p>`;
  return html`<p class="muted">With 95 % confidence each percentile lies in its interval, by order statistics of ${countOf(all)} requests, if these were independent. Where requests queue, neighbours are alike and the interval is wider.</p>
${facts(PERCENTILES.map(([name, q]) => [name, html`${formatMs(percentileOf(all, q) ?? 0)} <span class="muted">${interval(all, q)}</span>`]))}`;
}

function interval(histogram: LatencyHistogram, q: number): string {
  const range = percentileInterval(histogram, q, 0.95);
  return range === null ? 'too few requests for an interval' : `${formatMs(range.lowMs)} to ${formatMs(range.highMs)}`;
}

function runFacts({
  engine,
  engineExitCode,
  target,
  localStack,
  startedAt,
  finishedAt,
  testRunDurationMs,
  stoppedBy,
}: Result): Fact[] {
  return [
    ['Engine', `${engine.name} ${engine.version}`],
    ['Chosen because', engine.reason],
    ['Exit code of the engine', engineExitCode],
    ...(stoppedBy === undefined ? [] : [['Stopped by', stoppedBy] as const]),
    ['API', target.baseUrl === '' ? 'not reached' : targetText(target)],
    ['Redis', target.redisUrl ?? 'not observed'],
    ['Both started for this run', localStack ? 'yes' : 'no'],
    ['Started', utc(startedAt)],
    ['Finished', utc(finishedAt)],
    ['Setup, load and teardown', formatDurationMs(Math.round(testRunDurationMs / 1_000) * 1_000)],
  ];
}

function environmentFacts({ environment }: Result): Fact[] {
  const { os, architecture, cpuModel, cpus, memoryBytes, nodeVersion, poolproofVersion } = environment;
  return [
    ['System', `${os}, ${architecture}`],
    ['CPU', `${cpus} × ${cpuModel}`],
    ['Memory', `${(memoryBytes / 1_073_741_824).toFixed(1)} GiB`],
    ['Node.js', nodeVersion],
    ['poolproof', poolproofVersion],
  ];
}

/** As the command read them, and what the script tells of itself beside them. */
function settings({ workload, settings: told = {} }: Result): Markup {
  const pairs = Object.entries({ ...workload.settings, ...told });
  if (pairs.length === 0) return html`<p>Not known: the engine ended before its summary.</p>`;
  return facts(pairs.map(([name, value]) => [name, value === null || value === '' ? '–' : `${value}`]));
}
