import { Gauge } from 'k6/metrics';
import { LOAD_BEGAN } from '../../core/series/observed-metrics.ts';
import { metricsWhen } from '../journeys/metrics-when.ts';

/** Its sample tells outputs when the load began; the value is how long the load is to last. Added by setup(), on VU 0. */
export const loadBegan = metricsWhen(__VU === 0, () => new Gauge(LOAD_BEGAN, true));
