import exec from 'k6/execution';
import loadProfileHooks from 'lazy/profile-hooks';
import type { Scenarios } from '../../core/workload/workload.ts';
import { settings } from '../setup/settings.ts';
import type { SetupData } from '../setup/setup-data.ts';

/** The limits above which VUs are to count samples; none where no load is stopped early. */
export function limitsToCount(): Pick<SetupData, 'countedLimits'> {
  if (!settings().stopEarly) return {};
  const scenarios = exec.test.options.scenarios as unknown as Scenarios;
  return { countedLimits: loadProfileHooks().countedLimitsOf({ settings: settings(), scenarios }) };
}
