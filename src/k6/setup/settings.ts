import { SharedArray } from 'k6/data';
import loadProfileSettings from 'lazy/profile-settings';
import type { LoadSettings } from '../../core/settings/load-settings.ts';

// Read once for all VUs.
const read = new SharedArray('settings', () => [loadProfileSettings().readSettings(__ENV)])[0];
const { values, problems } = read as { values: LoadSettings; problems: readonly string[] };
if (__VU === 0) for (const problem of problems) console.error(problem);

/** What the user set, checked as a whole before anything is sent. */
export const settings: LoadSettings = values;

/**
 * Options that k6 refuses with exit code 104 (invalid configuration), which a script cannot choose by itself; undefined
 * when the settings are sound. The problems themselves were logged, a line each.
 */
export const refusal =
  problems.length > 0
    ? { scenarios: { refused: { executor: 'none, because of the settings named above' } } }
    : undefined;
