import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../../core/settings/variable.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

/** What the build leaves of a profile. */
export interface ProfileData {
  /** The k6 script. */
  readonly script: string;
  /** What variables are when the user sets none, where it differs from the load profile. */
  readonly defaults: Environment;
}

/** @throws UserError when there is no profile of this name */
export function readProfileData(profile: string): ProfileData {
  const script = fileURLToPath(new URL(`../k6/${profile}.js`, import.meta.url));
  if (!existsSync(script)) {
    throw new UserError(
      `There is no profile "${profile}": ${relative(process.cwd(), script)} does not exist. Run make build`,
      EXIT_CODE.invalidSettings,
    );
  }
  const limits = readFileSync(new URL(`../limits/${profile}.json`, import.meta.url), 'utf8');
  const { defaults = {} } = JSON.parse(limits) as { readonly defaults?: Environment };
  return { script, defaults };
}
