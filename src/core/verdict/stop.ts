import type { MetricName, MetricSelector } from '../metrics/catalogue.ts';
import { submetric } from '../summary/submetric.ts';
import type { SummaryData } from '../summary/summary-data.ts';

/** A condition whose end is the end of the run, as `thresholds/*.json` states it under `stops`. */
export interface StopTemplate {
  readonly id: string;
  readonly title: string;
  readonly scope: 'total' | 'each-scenario';
  readonly metric: MetricName;
  readonly tags?: Readonly<Record<string, string>>;
  readonly threshold: string;
  readonly unit?: 'ms' | 'share' | 'count';
  /** How long the run goes on at least, as a k6 duration. */
  readonly delay: string;
}

/**
 * A condition that holds until the API is over its edge. It is no rule: a run that looks for the edge is no worse for
 * having found it.
 */
export interface Stop extends Omit<StopTemplate, 'scope' | 'tags' | 'metric'> {
  readonly metric: MetricSelector;
  /** The scenario it is about; none for all requests to the API. */
  readonly scenario?: string;
}

/** The stops of a profile: one for each scenario where the scope says so. */
export function layStops(templates: readonly StopTemplate[], scenarioNames: readonly string[]): Stop[] {
  return templates.flatMap(({ scope, tags, metric, ...rest }) =>
    scope === 'total'
      ? [{ ...rest, metric: submetric(metric, { ...tags, target: 'api' }) }]
      : scenarioNames.map((scenario) => ({ ...rest, scenario, metric: submetric(metric, { ...tags, scenario }) })),
  );
}

/** The first of the stops that was crossed; undefined when the run went on to its end. */
export function crossedStop(stops: readonly Stop[], { metrics }: SummaryData): Stop | undefined {
  return stops.find(({ metric, threshold }) => metrics[metric]?.thresholds?.[threshold]?.ok === false);
}

/** How long the load lasted, from the summary of a run whose `setup()` returned `loadBeganMs`. */
export function loadLastedMs({ state, setup_data }: SummaryData): number {
  const began = (setup_data as { loadBeganMs?: unknown } | null | undefined)?.loadBeganMs;
  return state.testRunDurationMs - (typeof began === 'number' ? began : 0);
}
