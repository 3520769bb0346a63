import { LOAD_VARIABLES } from '../../core/settings/load-settings.ts';
import type { Environment, Variable } from '../../core/settings/variable.ts';
import { maskUrl } from '../../core/text/mask-url.ts';

/** The report has addresses of their own, and CONTROL_URL is between the command and the script. */
const LEFT_OUT = ['BASE_URL', 'REDIS_URL', 'CONTROL_URL'];

/** The settings of a run as the user would type them, by the name of their variable; without those that are empty. */
export function settingsTold(env: Environment, defaults: Environment): Record<string, string> {
  const told = Object.values(LOAD_VARIABLES).map(({ name, fallback, secret }: Variable<unknown>) => {
    const text = env[name] || (defaults[name] ?? fallback);
    return [name, secret === 'all' && text !== '' ? '…' : secret === 'url' ? maskUrl(text) : text] as const;
  });
  return Object.fromEntries(told.filter(([name, text]) => text !== '' && !LEFT_OUT.includes(name)));
}
