import { metricsWhen } from './metrics-when.ts';

/** Its sample tells outputs when the load began; the value is how long the load is to last. Added by setup(), on VU 0. */
export const loadBegan = metricsWhen(__VU === 0, 'clock')?.load_began;
