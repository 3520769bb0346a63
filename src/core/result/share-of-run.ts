import type { SeriesPart } from '../series/series-recorder.ts';
import type { SummaryData } from '../summary/summary-data.ts';
import type { Count } from '../units/count.ts';
import type { Plan } from './report.ts';

/** What a bundle leaves beside the report on its own share, so that all processes can be judged as one run. */
export interface Measured {
  /** Of the whole run. */
  readonly plan: Plan;
  /** What this process measured, as the engine handed it over. */
  readonly summary: SummaryData;
}

/** One of several processes that share a run. */
export interface ShareOfRun {
  /** From 1. */
  readonly number: Count;
  readonly of: Count;
  /** By which `make merge` judges all shares as one run; left out where the engine ended before its summary. */
  readonly measured?: Measured & {
    /** The points of this process, from which latencies of all processes are merged. */
    readonly series: SeriesPart;
  };
}
