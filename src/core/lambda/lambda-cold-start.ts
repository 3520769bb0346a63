import { type SeenEnvironments, UNKNOWN_VERSION } from './environments-seen.ts';
import type { LambdaLogs } from './lambda-logs.ts';

/** How all environments were made new. */
export type ColdBy = 'environment' | 'concurrency' | 'command';

/** How the function was made cold before the load, and what came of it. */
export interface LambdaColdStart extends SeenEnvironments {
  readonly by: ColdBy;
  /** Why the load met no cold start; absent where every environment that answered was new. */
  readonly notCold?: string;
}

const LATEST = '$LATEST';

/** What came of a function made cold, by the log of the load. */
export function lambdaColdStart(by: ColdBy, { versions, group }: LambdaLogs): LambdaColdStart {
  const all = Object.values(versions);
  const sum = (count: (seen: SeenEnvironments) => number) => all.reduce((total, seen) => total + count(seen), 0);
  const environments = sum((seen) => seen.environments);
  const newEnvironments = sum((seen) => seen.newEnvironments);
  const others = Object.keys(versions).filter((version) => version !== LATEST && version !== UNKNOWN_VERSION);
  const notCold =
    by === 'environment' && others.length > 0
      ? `version ${others.join(' and ')} answered, and a changed variable makes environments of ${LATEST} new. Is an alias in front of it?`
      : whyNotNew(environments, newEnvironments, group);
  return { by, environments, newEnvironments, ...(notCold !== undefined && { notCold }) };
}

function whyNotNew(environments: number, newEnvironments: number, group: string): string | undefined {
  if (environments === 0) return `the log group ${group} has no REPORT line of the load`;
  if (newEnvironments === environments) return undefined;
  return newEnvironments === 0
    ? `no environment was new: the log group ${group} has neither an Init Duration nor a restore of the load`
    : `${environments - newEnvironments} of the ${environments} environments that answered were there before`;
}
