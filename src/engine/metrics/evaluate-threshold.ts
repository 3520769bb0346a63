import { meetsThreshold } from '../../core/threshold-expressions/meets-threshold.ts';
import type { ThresholdExpression } from '../../core/threshold-expressions/parse-threshold-expression.ts';
import type { Sink } from './sinks.ts';

/**
 * Whether the samples satisfy the threshold. What has no value passes, as in k6: the rate of a rate metric without
 * samples, and the per-second rate of a counter in a run that took no time.
 */
export function evaluateThreshold(expression: ThresholdExpression, sink: Sink, runDurationMs: number): boolean {
  const actual = aggregate(expression, sink, runDurationMs);
  return actual === undefined || meetsThreshold(expression, actual);
}

function aggregate(expression: ThresholdExpression, sink: Sink, runDurationMs: number): number | undefined {
  switch (sink.type) {
    case 'counter':
      if (expression.method === 'count') return sink.count;
      return runDurationMs > 0 ? sink.count / (runDurationMs / 1_000) : undefined;
    case 'gauge':
      return sink.value;
    case 'rate':
      return sink.total > 0 ? sink.trues / sink.total : undefined;
    case 'trend':
      if (expression.method === 'avg') return sink.avg;
      if (expression.method === 'min') return sink.min;
      if (expression.method === 'max') return sink.max;
      return sink.percentile((expression.percent ?? 50) / 100);
  }
}
