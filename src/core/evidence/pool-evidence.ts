import type { MetricSelector, StatisticOf } from '../metrics/catalogue.ts';
import type { SummaryData } from '../summary/summary-data.ts';
import { difference, readCount, readMetric } from './read-metric.ts';

/** What the API told of its own pool, under POOL_PATH. */
export function poolEvidence(data: SummaryData) {
  const of = <Selector extends MetricSelector>(metric: Selector, statistic: StatisticOf<Selector>) =>
    readMetric(data, metric, statistic);
  // Totals of several instances that cannot be told apart say nothing.
  const areMixed = of('pool_instances_mixed', 'value') !== null;
  const risen = (total: 'pool_fallbacks' | 'pool_connect_failures' | 'pool_loans' | 'pool_held') =>
    areMixed ? null : difference(of(total, 'max'), of(total, 'min'));
  return {
    poolSize: of('pool_size', 'value'),
    poolLooks: readCount(data, 'pool_observations'),
    poolInUseMean: of('pool_in_use', 'avg'),
    poolInUseMax: of('pool_in_use', 'max'),
    poolWaitingMax: of('pool_waiting', 'max'),
    poolAcquireMaxMs: of('pool_acquire_max', 'max'),
    // Counted since the API started: what came during the load is the difference.
    poolFallbacks: risen('pool_fallbacks'),
    poolConnectFailures: risen('pool_connect_failures'),
    /** Loans during the load, and how long they held a connection, all together. */
    poolLoans: risen('pool_loans'),
    poolHeldMs: risen('pool_held'),
  };
}
