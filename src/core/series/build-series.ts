import { fieldOf } from '../records/named-fields.ts';
import { parseDurationMs } from '../units/duration.ts';
import { dueWithin, durationMsOf, type Scenarios } from '../workload/workload.ts';
import { percentileOf } from './latency-histogram.ts';
import type { ObservedMetric } from './observed-metrics.ts';
import type { Mark, Series, TrafficSeries } from './series.ts';
import { emptyTraffic, mergeTraffic, type SeriesBin, type TrafficBin } from './series-bin.ts';
import type { SeriesPart } from './series-recorder.ts';

/** Puts points of time beside the plan; null when the load never began. */
export function buildSeries(part: SeriesPart, workload: Scenarios, marks: readonly Mark[]): Series | null {
  const { beganAtMs, intervalMs, bins } = part;
  const points = 1 + Math.max(-1, ...bins.map(([index]) => index));
  if (beganAtMs === null || points === 0) return null;
  const byIndex = new Map(bins);
  const at = Array.from({ length: points }, (_, index) => byIndex.get(index));
  const planned = Object.entries(workload).filter(([, { tags }]) => tags?.target === 'api');
  const scenarios = planned.map(([name, scenario]) => {
    const traffic = at.map((bin) => (bin && fieldOf(bin.scenarios, name)) ?? emptyTraffic());
    return [
      name,
      {
        ...trafficSeries(traffic, intervalMs, plannedBy(scenario, intervalMs, points)),
        histograms: traffic.map(({ latency }) => latency),
      },
    ] as const;
  });
  const total = at.map((bin) => totalOf(planned.flatMap(([name]) => (bin && fieldOf(bin.scenarios, name)) ?? [])));
  return {
    beganAt: new Date(beganAtMs).toISOString(),
    intervalMs,
    points,
    api: trafficSeries(
      total,
      intervalMs,
      total.map((_, index) => scenarios.reduce((sum, [, { planned }]) => sum + (planned[index] ?? 0), 0)),
    ),
    scenarios: Object.fromEntries(scenarios),
    observed: observedOver(at),
    marks,
  };
}

function totalOf(scenarios: readonly Readonly<TrafficBin>[]): TrafficBin {
  const total = emptyTraffic();
  for (const traffic of scenarios) mergeTraffic(total, traffic);
  return total;
}

function trafficSeries(bins: readonly TrafficBin[], intervalMs: number, planned: number[]): TrafficSeries {
  const kinds = [...new Set(bins.flatMap(({ errors }) => Object.keys(errors)))].sort();
  return {
    planned,
    requests: bins.map(({ requests }) => requests),
    failed: bins.map(({ failed }) => failed),
    dropped: bins.map(({ dropped }) => dropped),
    inFlight: bins.map(({ busyMs }) => rounded(busyMs / intervalMs)),
    errors: Object.fromEntries(kinds.map((kind) => [kind, bins.map(({ errors }) => errors[kind] ?? 0)])),
    latencyMs: {
      ...percentiles(bins),
      max: bins.map(({ latency, maxMs }) => (Object.keys(latency).length === 0 ? null : rounded(maxMs))),
    },
  };
}

/** None is above the slowest request, though a bucket of the histogram may reach beyond it. */
function percentiles(bins: readonly TrafficBin[]) {
  const over = (q: number) =>
    bins.map(({ latency, maxMs }) => {
      const valueMs = percentileOf(latency, q);
      return valueMs === null ? null : rounded(Math.min(valueMs, maxMs));
    });
  return { p50: over(0.5), p90: over(0.9), p95: over(0.95), p99: over(0.99) };
}

/** What a scenario has to send within each point. */
function plannedBy(scenario: Scenarios[string], intervalMs: number, points: number): number[] {
  const startMs = parseDurationMs(scenario.startTime ?? '0s');
  const lengthMs = durationMsOf(scenario);
  const dueBy = (atMs: number) => dueWithin(scenario, Math.min(lengthMs, Math.max(0, atMs - startMs)));
  return Array.from({ length: points }, (_, index) =>
    rounded(dueBy((index + 1) * intervalMs) - dueBy(index * intervalMs)),
  );
}

function observedOver(bins: readonly (Readonly<SeriesBin> | undefined)[]): Series['observed'] {
  const metrics = new Set(bins.flatMap((bin) => Object.keys(bin?.observed ?? {})));
  return Object.fromEntries(
    [...metrics].sort().map((metric) => [
      metric,
      bins.map((bin) => {
        const value = bin?.observed[metric as ObservedMetric];
        return value === undefined ? null : rounded(value);
      }),
    ]),
  );
}

/** Micro-units are finer than anything here was measured. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
