import limits from 'profile-limits';
import { LOAD_VARIABLES, type LoadSettings, parseLoadSettings } from '../../core/settings/load-settings.ts';

const { values, problems: wrong } = parseLoadSettings(__ENV, limits.defaults);
const missing = Object.values(LOAD_VARIABLES)
  .filter(({ name }) => limits.requires?.includes(name) && !__ENV[name])
  .map(({ name, about, allowed }) => `${name} is not set (${about}): ${allowed}`);
const problems = [...wrong, ...missing];
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
