import type { Sink } from './sinks.ts';
import type { TrendSink } from './trend-sink.ts';

const TREND_STATS: Readonly<Record<string, (sink: TrendSink) => number>> = {
  avg: (sink) => sink.avg,
  min: (sink) => sink.min,
  med: (sink) => sink.percentile(0.5),
  max: (sink) => sink.max,
  count: (sink) => sink.count,
};
const PERCENTILE_STAT = /^p\((.+)\)$/;

/**
 * The function that computes a statistic of `summaryTrendStats`: `avg`, `min`, `med`, `max`, `count` or `p(N)`.
 *
 * @throws RangeError for anything else.
 */
export function trendStat(name: string): (sink: TrendSink) => number {
  const named = Object.hasOwn(TREND_STATS, name) ? TREND_STATS[name] : undefined;
  if (named) return named;
  const percent = Number(PERCENTILE_STAT.exec(name)?.[1] ?? Number.NaN);
  if (!(percent >= 0 && percent <= 100)) {
    throw new RangeError(
      `Cannot compute trend stat "${name}": expected avg, min, med, max, count or p(N) with N from 0 to 100`,
    );
  }
  return (sink) => sink.percentile(percent / 100);
}

/**
 * The values of one metric as k6's end-of-test summary names them.
 *
 * @param trendStats Names of the statistics to give of a trend, such as `avg` and `p(95)`.
 * @param runDurationMs Length of the test run, for the rate of a counter.
 */
export function sinkValues(sink: Sink, trendStats: readonly string[], runDurationMs: number): Record<string, number> {
  switch (sink.type) {
    case 'counter':
      return { count: sink.count, rate: runDurationMs > 0 ? sink.count / (runDurationMs / 1_000) : 0 };
    case 'gauge':
      return { value: sink.value, min: sink.min, max: sink.max };
    case 'rate':
      return { rate: sink.total > 0 ? sink.trues / sink.total : 0, passes: sink.trues, fails: sink.total - sink.trues };
    case 'trend':
      return Object.fromEntries(trendStats.map((name) => [name, trendStat(name)(sink)]));
  }
}
