import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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
  const bundles = fileURLToPath(new URL('../k6/', import.meta.url));
  const script = join(bundles, `${profile}.js`);
  if (!existsSync(script)) {
    const names = readdirSync(bundles).map((file) => basename(file, '.js'));
    throw new UserError(`There is no profile "${profile}". Give ${names.sort().join(', ')}`, EXIT_CODE.invalidSettings);
  }
  const limits = readFileSync(new URL(`../limits/${profile}.json`, import.meta.url), 'utf8');
  const { defaults = {} } = JSON.parse(limits) as { readonly defaults?: Environment };
  return { script, defaults };
}
