import type { ScenarioReport } from './report.ts';

type Counts = Pick<ScenarioReport, 'iterations' | 'requests' | 'droppedIterations'>;

/** Whether iterations sent more than one request each, so that the plan, which counts iterations, says nothing of requests. */
export function isChained({ iterations = Number.POSITIVE_INFINITY, requests }: Counts): boolean {
  return requests > iterations;
}

/** How many iterations came due. */
export function launchedIterations(counts: Counts): number {
  const { iterations = 0, requests, droppedIterations } = counts;
  return (isChained(counts) ? iterations : requests) + droppedIterations;
}

/** `60`, or `60 in 20 iterations`. */
export function requestsInWords(counts: Counts): string {
  return isChained(counts) ? `${counts.requests} in ${counts.iterations} iterations` : `${counts.requests}`;
}
