import { record } from './latency-histogram.ts';
import { isObserved } from './observed-metrics.ts';
import { requestErrorKind } from './request-error-kind.ts';
import { emptyBin, mergeBin, observe, type SeriesBin, type TrafficBin, trafficOf } from './series-bin.ts';

/** A sample as k6's outputs have it. */
export interface Sample {
  readonly metric: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** What was recorded since the last part was taken: plain data, to be merged elsewhere. */
export interface SeriesPart {
  readonly beganAtMs: number | null;
  /** How long the load is to last by its plan; null until it began. */
  readonly plannedMs: number | null;
  readonly intervalMs: number;
  readonly bins: readonly (readonly [index: number, bin: Readonly<SeriesBin>])[];
}

/** Takes what an engine measures, as it comes. */
export type SampleTaker = Pick<SeriesRecorder, 'add' | 'merge'>;

/** Has several recorders take the same. */
export function takenByEach(recorders: readonly SampleTaker[]): SampleTaker {
  return {
    add(sample) {
      for (const recorder of recorders) recorder.add(sample);
    },
    merge(part) {
      for (const recorder of recorders) recorder.merge(part);
    },
  };
}

const FINEST_INTERVAL_MS = 1_000;
export const MOST_POINTS = 900;

/** Whether a metric has a place in a series; outputs may leave out the others. */
export function isRecorded(metric: string): boolean {
  return (
    metric === 'http_req_duration' || metric === 'dropped_iterations' || metric === 'load_began' || isObserved(metric)
  );
}

/**
 * Folds samples into points of time as they come. Its memory has a bound: points become twice as wide whenever there
 * would be more than 900. Samples from before the load are left out.
 */
export class SeriesRecorder {
  /** Milliseconds since 1970; null until the load began. */
  beganAtMs: number | null = null;
  #plannedMs: number | null = null;
  intervalMs = FINEST_INTERVAL_MS;
  #bins = new Map<number, SeriesBin>();

  add({ metric, value, atMs, tags }: Sample): void {
    if (metric === 'load_began') {
      this.beganAtMs ??= atMs;
      this.#plannedMs ??= value;
    }
    if (this.beganAtMs === null) return;
    const sinceMs = Math.max(0, atMs - this.beganAtMs);
    if (isObserved(metric)) {
      // Of the scenarios, only those against the API tell how late the load started.
      if (metric !== 'iteration_start_delay' || tags.target === 'api') observe(this.#binAt(sinceMs), metric, value);
    } else if (tags.scenario !== undefined) {
      // k6 gives dropped iterations the name of their scenario and none of its tags.
      if (metric === 'dropped_iterations') this.#traffic(tags.scenario, sinceMs).dropped += value;
      else if (metric === 'http_req_duration' && tags.target === 'api') {
        this.#addRequest(tags.scenario, sinceMs, value, tags);
      }
    }
  }

  /** Adds what another recorder of the same run took. */
  merge({ beganAtMs, plannedMs, intervalMs, bins }: SeriesPart): void {
    this.beganAtMs ??= beganAtMs;
    this.#plannedMs ??= plannedMs;
    for (const [index, bin] of bins) mergeBin(this.#binAt(index * intervalMs), bin);
  }

  /** Hands out what was recorded since the last time, and forgets it. */
  take(): SeriesPart {
    const part = this.snapshot();
    this.#bins = new Map();
    return part;
  }

  /** All points so far, in order. */
  snapshot(): SeriesPart {
    return {
      beganAtMs: this.beganAtMs,
      plannedMs: this.#plannedMs,
      intervalMs: this.intervalMs,
      bins: [...this.#bins].sort(([a], [b]) => a - b),
    };
  }

  #addRequest(scenario: string, endMs: number, durationMs: number, tags: Sample['tags']): void {
    const traffic = this.#traffic(scenario, endMs);
    traffic.requests += 1;
    if (tags.expected_response === 'true') {
      record(traffic.latency, durationMs);
      traffic.maxMs = Math.max(traffic.maxMs, durationMs);
    } else {
      const kind = requestErrorKind(tags);
      traffic.failed += 1;
      traffic.errors[kind] = (traffic.errors[kind] ?? 0) + 1;
    }
    this.#addBusy(scenario, Math.max(0, endMs - durationMs), endMs);
  }

  /** A request that lasted over several points was under way in each of them. */
  #addBusy(scenario: string, startMs: number, endMs: number): void {
    for (let atMs = startMs; atMs < endMs; ) {
      const traffic = this.#traffic(scenario, atMs);
      const untilMs = Math.min(endMs, (Math.floor(atMs / this.intervalMs) + 1) * this.intervalMs);
      traffic.busyMs += untilMs - atMs;
      atMs = untilMs;
    }
  }

  #traffic(scenario: string, sinceMs: number): TrafficBin {
    const { scenarios } = this.#binAt(sinceMs);
    return trafficOf(scenarios, scenario);
  }

  #binAt(sinceMs: number): SeriesBin {
    while (sinceMs >= MOST_POINTS * this.intervalMs) this.#coarsen();
    const index = Math.floor(sinceMs / this.intervalMs);
    let bin = this.#bins.get(index);
    if (!bin) {
      bin = emptyBin();
      this.#bins.set(index, bin);
    }
    return bin;
  }

  #coarsen(): void {
    const fine = this.#bins;
    this.#bins = new Map();
    this.intervalMs *= 2;
    for (const [index, bin] of fine) mergeBin(this.#binAt((index * this.intervalMs) / 2), bin);
  }
}
