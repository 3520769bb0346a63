import { makeMetrics } from 'own-metrics';

/** What every VU tells of its requests. */
export const loadMetrics = makeMetrics('load');
