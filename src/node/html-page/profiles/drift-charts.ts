import type { Values } from '../../../core/series/series.ts';
import { formatValue } from '../../../core/units/numbers.ts';
import { limitText } from '../../../core/verdict/limit-text.ts';
import type { RuleResult } from '../../../core/verdict/rule-result.ts';
import { type ChartRun, underWholeLoad } from '../charts/chart-run.ts';
import { drawLines, type Line } from '../charts/lines.ts';
import { noPlot, renderPlot } from '../charts/plot.ts';
import { endLabelsOf } from '../charts/plot-labels.ts';
import { isMeasured, lowestOf, meanOf, mostOf } from '../charts/statistics.ts';
import { axisCount, axisMs, linearScale } from '../charts/y-scale.ts';
import { html, type Markup } from '../markup.ts';
import { lookOf } from '../status.ts';

interface Drift {
  readonly rule: string;
  readonly title: string;
  /** Of what is drawn. */
  readonly name: string;
  readonly unit: 'ms' | 'count' | 'bytes';
  readonly valuesOf: (run: ChartRun) => Values | undefined;
}

const DRIFTS: readonly Drift[] = [
  {
    rule: 'latency-drift',
    title: 'Drift of the latency',
    name: 'p50',
    unit: 'ms',
    valuesOf: (run) => underWholeLoad(run, run.series.api.latencyMs.p50),
  },
  {
    rule: 'connections-drift',
    title: 'Drift of the connections',
    name: 'open',
    unit: 'count',
    valuesOf: ({ series: { observed } }) => observed.redis_api_connections ?? observed.redis_connections,
  },
  {
    rule: 'memory-drift',
    title: 'Drift of the memory of Redis',
    name: 'memory',
    unit: 'bytes',
    valuesOf: ({ series: { observed } }) => overLowest(observed.redis_memory_growth_bytes),
  },
];

/** What a long run asks: does anything rise from its start to its end? Null for runs that do not ask. */
export function driftCharts(run: ChartRun): Markup | null {
  const drifts = DRIFTS.flatMap((drift) => {
    const rule = run.result.rules.find(({ id }) => id === drift.rule);
    return rule === undefined ? [] : [driftChart(run, drift, rule)];
  });
  return drifts.length === 0 ? null : html`<div class="charts">${drifts.map((chart) => html`${chart}\n`)}</div>`;
}

function driftChart(run: ChartRun, { rule: id, title, name, unit, valuesOf }: Drift, rule: RuleResult): Markup {
  const { axis } = run;
  const values = valuesOf(run);
  const mean = isMeasured(values) ? meanOf(values) : null;
  if (!isMeasured(values) || mean === null || rule.actual === null)
    return noPlot(id, title, 'Not measured: there were too few looks for a line.');
  const lines: Line[] = [
    { name, values, look: 'first' },
    { name: 'drift', values: trend(values, mean, rule.actual), look: 'plan' },
  ];
  const format = unit === 'ms' ? axisMs : unit === 'bytes' ? (bytes: number) => formatValue(bytes, 'bytes') : axisCount;
  const y = linearScale(mostOf(...lines.map((line) => line.values)) * 1.1, { heightPx: 150, format });
  return renderPlot({
    id,
    title,
    caption: `${formatValue(rule.actual, unit)} from start to end along a least-squares line through all looks, limit ${limitText(rule)}: ${lookOf(rule.status).word}.`,
    unit,
    axis,
    y,
    data: drawLines(lines, axis, y),
    endLabels: endLabelsOf(lines),
  });
}

/** Memory counts from what it was at the least. */
function overLowest(values: Values | undefined): Values | undefined {
  const lowest = lowestOf(values ?? [])?.value ?? 0;
  return values?.map((value) => (value === null ? null : value - lowest));
}

/** A least-squares line goes through the mean of what it was laid through; its rise is the rule's. */
function trend(values: Values, mean: number, rise: number): Values {
  const last = Math.max(1, values.length - 1);
  return values.map((_, index) => mean + rise * (index / last - 0.5));
}
