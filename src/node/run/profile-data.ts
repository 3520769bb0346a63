import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyNotShared } from '../../core/settings/share.ts';
import type { Environment } from '../../core/settings/variable.ts';
import type { RuleTemplate } from '../../core/verdict/rule.ts';
import type { WaitingAt } from '../../core/workload/most-vus.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { linkJourney } from '../journey/link-journey.ts';
import type { ReadJourney } from '../journey/read-journey.ts';
import { UserError } from '../user-error.ts';

/** What a profile needs beside an API and load: control over Redis, or an API that nobody has asked anything yet. */
export type Need = 'redis-control' | 'cold-api';

/** What the build leaves of a profile. */
interface ProfileData {
  /** The k6 script. */
  readonly script: string;
  /** What variables are when the user sets none, where it differs from the load profile. */
  readonly defaults: Environment;
  readonly needs: readonly Need[];
  readonly rules: readonly RuleTemplate[];
  /** Whether its scenarios are the requests of the journey. */
  readonly perRequest: boolean;
  readonly waitingAt: WaitingAt;
  /** Why several processes cannot share it, in words. */
  readonly whyNotShared: string | undefined;
}

/** @throws UserError when there is no profile of this name */
export function readProfileData(profile: string): ProfileData {
  const bundles = fileURLToPath(new URL('../k6/', import.meta.url));
  const script = join(bundles, `${profile}.js`);
  if (!existsSync(script)) {
    const names = readdirSync(bundles).map((file) => basename(file, '.js'));
    throw new UserError(`There is no profile "${profile}". Give ${names.sort().join(', ')}`, EXIT_CODE.invalidSettings);
  }
  return { script, ...readLimits(profile) };
}

/** A profile with the journey that it sends. */
export interface OpenProfile extends ProfileData {
  readonly journey: ReadJourney;
}

/**
 * As {@link readProfileData}, linked with the journey that JOURNEY names.
 *
 * @throws UserError when there is no such profile, or something is wrong with the journey
 */
export async function openProfile(profile: string, env: NodeJS.ProcessEnv): Promise<OpenProfile> {
  const data = readProfileData(profile);
  const { script = data.script, ...journey } = await linkJourney(profile, env);
  return { ...data, script, journey };
}

/** What a profile needs; nothing where no profile of this name is known, as in a result from elsewhere. */
export function needsOf(profile: string): readonly Need[] {
  return /^[a-z-]+$/.test(profile) && existsSync(limitsFile(profile)) ? readLimits(profile).needs : [];
}

function readLimits(profile: string): Omit<ProfileData, 'script'> {
  const limits = JSON.parse(readFileSync(limitsFile(profile), 'utf8'));
  const { defaults = {}, needs = [], rules, perRequest = false, waitingAt = [1] } = limits;
  return { defaults, needs, rules, perRequest, waitingAt, whyNotShared: whyNotShared(profile, limits) };
}

function limitsFile(profile: string): URL {
  return new URL(`../limits/${profile}.json`, import.meta.url);
}
