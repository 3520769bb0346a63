import exec from 'k6/execution';
import { Counter, Gauge, type Metric, Trend } from 'k6/metrics';
import { readPoolSample } from '../../core/evidence/pool-sample.ts';
import { settings } from '../setup/settings.ts';
import { get, jsonOf } from './flags.ts';
import { phaseNow } from './phase-now.ts';

const observations = new Counter('pool_observations');
const size = new Gauge('pool_size');
const inUse = new Trend('pool_in_use');
const idle = new Trend('pool_idle');
const waiting = new Trend('pool_waiting');
const acquire = new Trend('pool_acquire', true);
const acquireMax = new Gauge('pool_acquire_max', true);
const fallbacks = new Gauge('pool_fallbacks');
// When requests last went past Redis: the last value is the end of it.
const fellBackAt = new Gauge('pool_fell_back_at', true);
const connectFailures = new Gauge('pool_connect_failures');

// State of the one VU that observes.
let fallbacksBefore: number | undefined;

/** Reads the pool's own figures, where the API offers them. What it does not tell gets no sample. */
export function observePool(): void {
  if (!settings.poolPath) return;
  const sample = readPoolSample(jsonOf(get(settings.poolPath, settings.poolPath, { target: 'pool' })));
  if (sample === undefined) return;
  observations.add(1);
  const tags = phaseNow();
  const add = (metric: Metric, value: number | undefined): void => {
    if (value !== undefined) metric.add(value, tags);
  };
  add(size, sample.size);
  add(inUse, sample.inUse);
  add(idle, sample.idle);
  add(waiting, sample.waiting);
  add(acquire, sample.acquireLastMs);
  add(acquireMax, sample.acquireMaxMs);
  add(fallbacks, sample.fallbacks);
  if (sample.fallbacks !== undefined) {
    if (sample.fallbacks > (fallbacksBefore ?? sample.fallbacks)) fellBackAt.add(exec.instance.currentTestRunDuration);
    fallbacksBefore = sample.fallbacks;
  }
  add(connectFailures, sample.connectFailures);
}
