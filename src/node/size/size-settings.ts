import { wholeNumber } from '../../core/settings/parsers.ts';
import type { ValuesOf, Variable } from '../../core/settings/variable.ts';
import { formatDurationMs } from '../../core/units/duration.ts';
import { AB_VARIABLES } from '../compare/ab-settings.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { assertStackServes } from '../journey/link-journey.ts';
import type { OpenProfile } from '../run/profile-data.ts';
import { type CommandSettings, readCommandSettings } from '../settings/command-settings.ts';
import { readOwnVariables } from '../settings/read-variables.ts';
import { refuseLambda, refuseStopEarly } from '../settings/refuse-of-one-run.ts';
import { UserError } from '../user-error.ts';

/** What `make size` can be told beside the variables of a run. */
export const SIZE_VARIABLES = {
  sizeCommand: {
    name: 'SIZE_CMD',
    fallback: '',
    allowed: 'give a command, such as SIZE_CMD="node server.js"',
    parse: (text: string) => text,
  },
  largest: {
    name: 'MAX_POOL',
    fallback: '50',
    allowed: 'give a whole number from 1 to 1000, such as MAX_POOL=50',
    parse: wholeNumber(1, 1_000),
  },
  rounds: { ...AB_VARIABLES.rounds, fallback: '3' },
  warmUpMs: AB_VARIABLES.warmUpMs,
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

/** How a pool of another size comes about; `computed`: not at all, the size is computed from one run. */
export type SizeMode = 'local stacks' | 'started' | 'restarted' | 'computed';

export interface SizeSettings extends ValuesOf<typeof SIZE_VARIABLES> {
  readonly mode: SizeMode;
  readonly run: CommandSettings;
  /** Of each run, as a variable of the load. */
  readonly duration: string;
}

/** Of each of many runs; of the one from which is computed, that of the profile. */
const SHORT_DURATION = '5s';

/**
 * Reads and checks what a user can set.
 *
 * @param given names of the variables that the user typed, so that a misspelt one is not silently ignored
 * @param profile that runs, with its journey
 * @throws UserError with a line for each problem
 */
export function readSizeSettings(env: NodeJS.ProcessEnv, given: readonly string[], profile: OpenProfile): SizeSettings {
  const { values, others } = readOwnVariables(SIZE_VARIABLES, env, given);
  const mode = modeOf(values.sizeCommand, env.BASE_URL ?? '');
  if (mode === 'local stacks') assertStackServes(env);
  const defaults = mode === 'computed' ? profile.defaults : { ...profile.defaults, DURATION: SHORT_DURATION };
  const run = readCommandSettings(env, others, defaults, profile.journey);
  refuseLambda('make size', run);
  refuseStopEarly('make size', run);
  const [fixed] = ['POOL_SIZE', 'REDIS_POOL_SIZE'].filter((name) => mode !== 'computed' && given.includes(name));
  if (fixed !== undefined) {
    throw new UserError(
      `Cannot look for a pool size: ${fixed}="${env[fixed]}" says what it is. Unset it; MAX_POOL is the largest that is tried`,
      EXIT_CODE.invalidSettings,
    );
  }
  return { ...values, mode, run, duration: formatDurationMs(run.load.durationMs) };
}

function modeOf(sizeCommand: string, baseUrl: string): SizeMode {
  if (baseUrl !== '') return sizeCommand === '' ? 'computed' : 'restarted';
  return sizeCommand === '' ? 'local stacks' : 'started';
}
