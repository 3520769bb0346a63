import type { Gauge } from 'k6/metrics';
import { makeMetrics } from 'own-metrics';
import { type Point, riseOver } from '../../core/evidence/slope.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { observation, observe } from './observer.ts';
import { askAside } from './send-request.ts';

const metrics = makeMetrics('drift');

// Kept by the one VU that observes. A point a second for hours is a few hundred kilobytes.
const latencyMs: Point[] = [];
const connections: Point[] = [];
const memoryBytes: Point[] = [];

/** The observer of a long run: beside its looks, how far latency, connections and memory have drifted since the start. */
export async function observeDrift(data: SetupData): Promise<void> {
  const answer = await askAside(data, { target: 'drift' });
  await observe(data);
  metrics.drift_samples(1);
  recordDrift(metrics.api_latency_drift, latencyMs, answer?.timings.duration);
  const observer = observation();
  const { lastSample: redis } = observer;
  if (redis === null) return;
  const isConnectionsTold = recordDrift(
    metrics.redis_connections_drift,
    connections,
    redis.apiConnections ?? redis.connections,
    (rise) => observer.isConnectionRiseOfApi('connections-drift', rise, redis),
  );
  const isMemoryTold = recordDrift(metrics.redis_memory_drift_bytes, memoryBytes, redis.usedMemoryBytes, (riseBytes) =>
    observer.isMemoryRiseOfApi('memory-drift', riseBytes),
  );
  if (isConnectionsTold) observer.countObservation('connections-drift');
  if (isMemoryTold) observer.countObservation('memory-drift');
}

/** Whether the value of this look was told, and its rise since the start is nobody else's. */
function recordDrift(
  drift: Gauge['add'],
  points: Point[],
  value: number | undefined,
  isOfApi: (rise: number) => boolean = () => true,
): boolean {
  if (value === undefined) return false;
  points.push({ atMs: Date.now(), value });
  const rise = riseOver(points);
  if (rise === undefined) return true;
  if (!isOfApi(rise)) return false;
  drift(rise);
  return true;
}
