import { metricsWhen } from '../setup/metrics-when.ts';
import { requestSettings } from '../setup/settings.ts';

/** What VUs tell where a load may be stopped early. */
export const earlyMetrics = metricsWhen(requestSettings.stopEarly, 'early');
