import { type Group, type Metrics, makeMetrics } from 'own-metrics';
import { isFirstVu } from './settings.ts';

/**
 * Metrics that not every run needs. Each of hundreds of VUs pays for those it makes, and k6 makes them in init code
 * only, where a VU cannot know yet what it will run. The first VU makes all of them in every run: thresholds name them,
 * and k6 refuses a threshold over a metric that it does not know.
 */
export function metricsWhen<G extends Group>(isNeeded: boolean, group: G): Metrics<G> | undefined {
  return isNeeded || isFirstVu ? makeMetrics(group) : undefined;
}
