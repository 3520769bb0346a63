import exec from 'k6/execution';
import type { Metric } from 'k6/metrics';
import { readPoolSample } from '../../../core/evidence/pool-sample.ts';
import { get, jsonOf, paramsFor } from '../../journeys/flags.ts';
import { poolMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { requestSettings } from '../../setup/settings.ts';
import { phaseNow } from './phase-now.ts';

// State of the one VU that observes.
let fallbacksBefore: number | undefined;

/** Reads the pool's own figures, where the API offers them. What it does not tell gets no sample. */
export async function observePool(): Promise<void> {
  const { poolPath } = requestSettings;
  if (metrics === undefined || !poolPath) return;
  const sample = readPoolSample(jsonOf(await get(poolPath, paramsFor(poolPath, { target: 'pool' }))));
  if (sample === undefined) return;
  metrics.observations.add(1);
  const tags = phaseNow();
  const add = (metric: Metric, value: number | undefined): void => {
    if (value !== undefined) metric.add(value, tags);
  };
  add(metrics.size, sample.size);
  add(metrics.inUse, sample.inUse);
  add(metrics.idle, sample.idle);
  add(metrics.waiting, sample.waiting);
  add(metrics.acquire, sample.acquireLastMs);
  add(metrics.acquireMax, sample.acquireMaxMs);
  add(metrics.fallbacks, sample.fallbacks);
  if (sample.fallbacks !== undefined) {
    if (sample.fallbacks > (fallbacksBefore ?? sample.fallbacks)) {
      metrics.fellBackAt.add(exec.instance.currentTestRunDuration);
    }
    fallbacksBefore = sample.fallbacks;
  }
  add(metrics.connectFailures, sample.connectFailures);
}
