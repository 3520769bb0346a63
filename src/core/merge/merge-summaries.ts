import { countOf, type LatencyHistogram, percentileOf } from '../series/latency-histogram.ts';
import type { SummaryCheck, SummaryData, SummaryGroup, SummaryMetric } from '../summary/summary-data.ts';

type Values = SummaryMetric['values'];

/** Latencies of all processes by the selector of their metric, as far as they were recorded one by one. */
export type Histograms = Readonly<Record<string, Readonly<LatencyHistogram>>>;

/**
 * What several processes measured, as if one had. Counts are sums. Of a trend least, most and mean are exact; percentiles come
 * from the histogram of all of them where there is one, within half a percent, and are the highest of any process elsewhere:
 * that of all together is never above it. Whether thresholds held is left out: each was about one process.
 *
 * @param summaries at least one; what setup() returned is taken from the first
 */
export function mergeSummaries(
  summaries: readonly [SummaryData, ...SummaryData[]],
  histograms: Histograms,
): SummaryData {
  const [first] = summaries;
  const durationMs = Math.max(...summaries.map(({ state }) => state.testRunDurationMs));
  const names = new Set(summaries.flatMap(({ metrics }) => Object.keys(metrics)));
  const metrics = [...names].map((name): [string, SummaryMetric] => {
    const parts = summaries.flatMap(({ metrics: of }) => of[name] ?? []);
    const { type = 'counter', contains = 'default' } = parts[0] ?? {};
    const values = parts.map((part) => part.values);
    return [name, { type, contains, values: MERGED[type](values, durationMs, histograms[name]) }];
  });
  return {
    metrics: Object.fromEntries(metrics),
    root_group: mergeGroups(summaries.map(({ root_group }) => root_group)),
    state: { isStdOutTTY: false, testRunDurationMs: durationMs },
    ...('setup_data' in first ? { setup_data: first.setup_data } : {}),
  };
}

type Merge = (parts: readonly Values[], durationMs: number, histogram?: Readonly<LatencyHistogram>) => Values;

const MERGED: Readonly<Record<SummaryMetric['type'], Merge>> = {
  counter: (parts, durationMs) => {
    const count = sumOf(parts, 'count');
    return { count, rate: durationMs > 0 ? (count * 1_000) / durationMs : 0 };
  },
  rate: (parts) => {
    const [passes, fails] = [sumOf(parts, 'passes'), sumOf(parts, 'fails')];
    return { rate: passes + fails > 0 ? passes / (passes + fails) : 0, passes, fails };
  },
  // What is seen from one place only, as Redis is, has one value.
  gauge: (parts) => ({ value: mostOf(parts, 'value'), min: leastOf(parts, 'min'), max: mostOf(parts, 'max') }),
  trend: mergeTrends,
};

function mergeTrends(all: readonly Values[], _durationMs: number, histogram?: Readonly<LatencyHistogram>): Values {
  const parts = all.filter(({ count = 0 }) => count > 0);
  const [only = all[0] ?? {}, ...others] = parts;
  if (others.length === 0) return only;
  const count = sumOf(parts, 'count');
  const [min, max] = [leastOf(parts, 'min'), mostOf(parts, 'max')];
  const isWhole = histogram !== undefined && countOf(histogram) === count;
  return Object.fromEntries(
    Object.keys(only).map((statistic): [string, number] => {
      if (statistic === 'count') return [statistic, count];
      if (statistic === 'min') return [statistic, min];
      if (statistic === 'avg') return [statistic, weightedMean(parts, count)];
      const q = fractionOf(statistic);
      if (q === undefined || !isWhole) return [statistic, mostOf(parts, statistic)];
      return [statistic, Math.min(max, Math.max(min, percentileOf(histogram, q) ?? 0))];
    }),
  );
}

/** `p(95)` -> 0.95. */
function fractionOf(statistic: string): number | undefined {
  if (statistic === 'med') return 0.5;
  const percent = /^p\((.+)\)$/.exec(statistic)?.[1];
  return percent === undefined ? undefined : Number(percent) / 100;
}

function mergeGroups(groups: readonly SummaryGroup[]): SummaryGroup {
  return {
    name: groups[0]?.name ?? '',
    groups: byName(groups.flatMap((group) => group.groups)).map(mergeGroups),
    checks: byName(groups.flatMap((group) => group.checks)).map(mergeChecks),
  };
}

function mergeChecks(checks: readonly SummaryCheck[]): SummaryCheck {
  return {
    name: checks[0]?.name ?? '',
    passes: checks.reduce((sum, { passes }) => sum + passes, 0),
    fails: checks.reduce((sum, { fails }) => sum + fails, 0),
  };
}

/** Those of one name together, in the order in which names came. */
function byName<T extends { readonly name: string }>(all: readonly T[]): T[][] {
  const lists = new Map<string, T[]>();
  for (const one of all) lists.set(one.name, [...(lists.get(one.name) ?? []), one]);
  return [...lists.values()];
}

function sumOf(parts: readonly Values[], statistic: string): number {
  return parts.reduce((sum, values) => sum + (values[statistic] ?? 0), 0);
}

function mostOf(parts: readonly Values[], statistic: string): number {
  return Math.max(...parts.map((values) => values[statistic] ?? 0));
}

function leastOf(parts: readonly Values[], statistic: string): number {
  return Math.min(...parts.map((values) => values[statistic] ?? 0));
}

function weightedMean(parts: readonly Values[], count: number): number {
  return parts.reduce((sum, { avg = 0, count: own = 0 }) => sum + avg * own, 0) / count;
}
