import exec from 'k6/execution';
import type { Metric } from 'k6/metrics';
import { readPoolSample } from '../../../core/evidence/pool-sample.ts';
import { PoolTotal } from '../../../core/evidence/pool-total.ts';
import { get, jsonOf, paramsFor } from '../../journeys/flags.ts';
import { poolMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { requestSettings } from '../../setup/settings.ts';
import { phaseNow } from './phase-now.ts';

// State of the one VU that observes.
const fallbacks = new PoolTotal();
const connectFailures = new PoolTotal();
let fallbacksBefore = 0;

/** Reads the pool's own figures, where the API offers them. What it does not tell gets no sample. */
export async function observePool(): Promise<void> {
  const { poolPath } = requestSettings;
  if (metrics === undefined || !poolPath) return;
  const sample = readPoolSample(jsonOf(await get(poolPath, paramsFor(poolPath, { target: 'pool' }))));
  if (sample === undefined) return;
  metrics.pool_observations.add(1);
  const tags = phaseNow();
  const add = (metric: Metric, value: number | undefined): void => {
    if (value !== undefined) metric.add(value, tags);
  };
  add(metrics.pool_size, sample.size);
  add(metrics.pool_in_use, sample.inUse);
  add(metrics.pool_idle, sample.idle);
  add(metrics.pool_waiting, sample.waiting);
  add(metrics.pool_acquire, sample.acquireLastMs);
  add(metrics.pool_acquire_max, sample.acquireMaxMs);
  const total = (of: PoolTotal, value: number | undefined): number | undefined => {
    const sum = value === undefined ? undefined : of.add(sample.instance, value);
    if (value !== undefined && sum === undefined) metrics?.pool_instances_mixed.add(1);
    return sum;
  };
  const fellBack = total(fallbacks, sample.fallbacks);
  add(metrics.pool_fallbacks, fellBack);
  if (fellBack !== undefined && fellBack > fallbacksBefore)
    metrics.pool_fell_back_at.add(exec.instance.currentTestRunDuration);
  fallbacksBefore = fellBack ?? fallbacksBefore;
  add(metrics.pool_connect_failures, total(connectFailures, sample.connectFailures));
}
