import type { Gauge } from 'k6/metrics';
import { makeDriftMetrics } from 'own-metrics';
import { type Point, riseOver } from '../../core/evidence/slope.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { observation, observe } from './observer.ts';
import { askAside } from './send-request.ts';

const metrics = makeDriftMetrics();

// Kept by the one VU that observes. A point a second for hours is a few hundred kilobytes.
const latencyMs: Point[] = [];
const connections: Point[] = [];
const memoryBytes: Point[] = [];

/** The observer of a long run: beside its looks, how far latency, connections and memory have drifted since the start. */
export async function observeDrift(data: SetupData): Promise<void> {
  const answer = await askAside(data, { target: 'drift' });
  await observe(data);
  if (answer !== undefined) recordDrift(latencyMs, answer.timings.duration, metrics.api_latency_drift);
  const redis = observation().lastSample;
  recordDrift(connections, redis?.apiConnections ?? redis?.connections, metrics.redis_connections_drift);
  recordDrift(memoryBytes, redis?.usedMemoryBytes, metrics.redis_memory_drift_bytes);
  metrics.drift_samples.add(1);
}

function recordDrift(points: Point[], value: number | undefined, drift: Gauge): void {
  if (value === undefined) return;
  points.push({ atMs: Date.now(), value });
  const rise = riseOver(points);
  if (rise !== undefined) drift.add(rise);
}
