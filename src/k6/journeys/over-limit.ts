import loadOverLimit from 'lazy/over-limit';
import { requestSettings } from '../setup/settings.ts';

/** Counts samples over a limit; undefined where the load is not stopped early. */
export const countOverLimit = requestSettings.stopEarly ? loadOverLimit().countOverLimit : undefined;
