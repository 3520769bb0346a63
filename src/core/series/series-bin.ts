import { fieldOf, setField } from '../records/named-fields.ts';
import { type LatencyHistogram, mergeInto } from './latency-histogram.ts';
import { type ObservedMetric, overTime } from './observed-metrics.ts';

/** The requests of one scenario within one point of time. */
export interface TrafficBin {
  requests: number;
  failed: number;
  dropped: number;
  /** Time that all requests together were under way in. */
  busyMs: number;
  errors: Record<string, number>;
  /** Of answered requests. */
  latency: LatencyHistogram;
  maxMs: number;
}

/** One point of time, as plain data. */
export interface SeriesBin {
  scenarios: Record<string, TrafficBin>;
  observed: Partial<Record<ObservedMetric, number>>;
}

export function emptyTraffic(): TrafficBin {
  return { requests: 0, failed: 0, dropped: 0, busyMs: 0, errors: {}, latency: {}, maxMs: 0 };
}

export function emptyBin(): SeriesBin {
  return { scenarios: {}, observed: {} };
}

/** The requests of a scenario, which are none when it is new. */
export function trafficOf(scenarios: Record<string, TrafficBin>, name: string): TrafficBin {
  let traffic = fieldOf(scenarios, name);
  if (traffic === undefined) {
    traffic = emptyTraffic();
    setField(scenarios, name, traffic);
  }
  return traffic;
}

/** Adds one bin to another; what it reads stays as it is. */
export function mergeBin(bin: SeriesBin, other: Readonly<SeriesBin>): void {
  for (const [name, traffic] of Object.entries(other.scenarios)) {
    mergeTraffic(trafficOf(bin.scenarios, name), traffic);
  }
  for (const [metric, value] of Object.entries(other.observed)) observe(bin, metric as ObservedMetric, value);
}

/** Adds a value of an observed metric. */
export function observe(bin: SeriesBin, metric: ObservedMetric, value: number): void {
  const before = bin.observed[metric];
  if (before === undefined) bin.observed[metric] = value;
  else bin.observed[metric] = overTime(metric) === 'sum' ? before + value : Math.max(before, value);
}

export function mergeTraffic(traffic: TrafficBin, other: Readonly<TrafficBin>): void {
  traffic.requests += other.requests;
  traffic.failed += other.failed;
  traffic.dropped += other.dropped;
  traffic.busyMs += other.busyMs;
  traffic.maxMs = Math.max(traffic.maxMs, other.maxMs);
  for (const [kind, count] of Object.entries(other.errors)) traffic.errors[kind] = (traffic.errors[kind] ?? 0) + count;
  mergeInto(traffic.latency, other.latency);
}
