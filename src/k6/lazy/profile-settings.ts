import limits from 'profile-limits';
import { LOAD_VARIABLES, type LoadSettings, parseLoadSettings } from '../../core/settings/load-settings.ts';
import type { Environment } from '../../core/settings/variable.ts';

/** What the user set, and what is wrong with it, a line for each problem. */
export function readSettings(env: Environment): { values: LoadSettings; problems: readonly string[] } {
  const { values, problems } = parseLoadSettings(env, limits.defaults);
  const missing = Object.values(LOAD_VARIABLES)
    .filter(({ name }) => limits.requires?.includes(name) && !env[name])
    .map(({ name, about, allowed }) => `${name} is not set (${about}): ${allowed}`);
  return { values, problems: [...problems, ...missing] };
}
