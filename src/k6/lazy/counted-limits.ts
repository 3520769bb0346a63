import loadProfileHooks from 'lazy/profile-hooks';
import { settings } from '../setup/settings.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { scenariosOfRun } from './load-clock.ts';

/** The limits above which VUs are to count samples; none where no load is stopped early. */
export function limitsToCount(): Pick<SetupData, 'countedLimits'> {
  if (!settings().stopEarly) return {};
  return { countedLimits: loadProfileHooks().countedLimitsOf({ settings: settings(), scenarios: scenariosOfRun() }) };
}
