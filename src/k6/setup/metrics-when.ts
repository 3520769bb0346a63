import { isFirstVu } from './settings.ts';

/**
 * Metrics that not every run needs. Each of hundreds of VUs pays for those it makes, and k6 makes them in init code
 * only, where a VU cannot know yet what it will run. The first VU makes all of them in every run: thresholds name them,
 * and k6 refuses a threshold over a metric that it does not know.
 */
export function metricsWhen<Metrics>(isNeeded: boolean, make: () => Metrics): Metrics | undefined {
  return isNeeded || isFirstVu ? make() : undefined;
}
