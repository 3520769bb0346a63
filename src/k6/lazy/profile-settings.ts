import limits from 'profile-limits';
import { LOAD_VARIABLES, type LoadSettings } from '../../core/settings/load-settings.ts';
import { parseLoadSettings } from '../../core/settings/parse-load-settings.ts';
import { whyNotShared } from '../../core/settings/share.ts';
import type { Environment } from '../../core/settings/variable.ts';
import { maskUrl } from '../../core/text/mask-url.ts';

/** What the user set. */
interface ProfileSettings {
  readonly values: LoadSettings;
  /** What is wrong with it, a line each. */
  readonly problems: readonly string[];
  /** By path: what tags tell of a URL, which may hold a token. */
  readonly shownUrls: Readonly<Record<string, string>>;
}

export function readSettings(env: Environment): ProfileSettings {
  const { values, problems } = parseLoadSettings(env, limits.defaults);
  const missing = Object.values(LOAD_VARIABLES)
    .filter(({ name }) => limits.requires?.includes(name) && !env[name])
    .map(({ name, about, allowed }) => `${name} is not set (${about}): ${allowed}`);
  const unshared = values.share && whyNotShared(limits.profile, limits);
  const sharing = unshared ? [`SHARE is not allowed: ${unshared}. Run it in one process`] : [];
  const { baseUrl, flagsPath, flagPath, missPath, poolPath } = values;
  const shownUrls = Object.fromEntries(
    [flagsPath, flagPath, missPath, poolPath].map((path) => [path, maskUrl(`${baseUrl}${path}`)]),
  );
  return { values, problems: [...problems, ...missing, ...sharing], shownUrls };
}
