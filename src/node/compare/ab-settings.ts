import { baseUrl, durationMs, redisUrl, wholeNumber } from '../../core/settings/parsers.ts';
import type { ValuesOf, Variable } from '../../core/settings/variable.ts';
import { formatDurationMs } from '../../core/units/duration.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { assertStackServes } from '../journey/link-journey.ts';
import type { OpenProfile } from '../run/profile-data.ts';
import { type CommandSettings, readCommandSettings } from '../settings/command-settings.ts';
import { readOwnVariables } from '../settings/read-variables.ts';
import { refuseLambda, refuseStopEarly } from '../settings/refuse-of-one-run.ts';
import { STACK_VARIABLES } from '../settings/unknown-variables.ts';
import { UserError } from '../user-error.ts';

const text = (value: string) => value;

/** What `make ab` can be told beside the variables of a run. */
export const AB_VARIABLES = {
  headUrl: {
    name: 'HEAD_URL',
    fallback: '',
    allowed: 'give http:// or https:// and a host, such as HEAD_URL=http://localhost:3002',
    secret: 'url',
    parse: (url: string) => (url === '' ? '' : baseUrl(url)),
  },
  baseCommand: {
    name: 'BASE_CMD',
    fallback: '',
    allowed: 'give a command, such as BASE_CMD="node old/server.js"',
    parse: text,
  },
  headCommand: {
    name: 'HEAD_CMD',
    fallback: '',
    allowed: 'give a command, such as HEAD_CMD="node new/server.js"',
    parse: text,
  },
  baseEnv: {
    name: 'BASE_ENV',
    fallback: '',
    allowed: 'give NAME=value, such as BASE_ENV="REDIS_POOL_SIZE=10"',
    secret: 'all',
    parse: assignments,
  },
  headEnv: {
    name: 'HEAD_ENV',
    fallback: '',
    allowed: 'give NAME=value, such as HEAD_ENV="REDIS_POOL_SIZE=20"',
    secret: 'all',
    parse: assignments,
  },
  headRedisUrl: {
    name: 'HEAD_REDIS_URL',
    fallback: '',
    allowed: 'give redis:// or rediss:// and a host, such as HEAD_REDIS_URL=redis://localhost:6380',
    secret: 'url',
    parse: redisUrl,
  },
  rounds: {
    name: 'ROUNDS',
    fallback: '4',
    allowed: 'give a whole number from 2 to 100',
    parse: wholeNumber(2, 100),
  },
  warmUpMs: {
    name: 'WARMUP',
    fallback: '2s',
    allowed: 'give 0s, or a time with its unit from 1s to 10m',
    parse: (value: string) => (value === '0s' ? 0 : durationMs(1_000, 600_000)(value)),
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

type AbMode = 'addresses' | 'commands' | 'local stacks';

export interface AbSettings extends ValuesOf<typeof AB_VARIABLES> {
  readonly mode: AbMode;
  readonly run: CommandSettings;
  /** Of each run, as a variable of the load. */
  readonly duration: string;
}

const DEFAULT_DURATION = '10s';

/**
 * Reads and checks what a user can set.
 *
 * @param given names of the variables that the user typed, so that a misspelt one is not silently ignored
 * @param profile that runs, with its journey
 * @throws UserError with a line for each problem
 */
export function readAbSettings(env: NodeJS.ProcessEnv, given: readonly string[], profile: OpenProfile): AbSettings {
  const { values, others } = readOwnVariables(AB_VARIABLES, env, given);
  const defaults = { ...profile.defaults, DURATION: DEFAULT_DURATION };
  const run = readCommandSettings(env, others, defaults, profile.journey);
  refuseLambda('make ab', run);
  refuseStopEarly('make ab', run);
  const mode = modeOf(values, env.BASE_URL ?? '');
  if (mode === 'local stacks') {
    assertStackServes(env);
    const unknown = Object.keys({ ...values.baseEnv, ...values.headEnv }).filter(
      (name) => !STACK_VARIABLES.includes(name) && !name.startsWith('FAULT_') && name !== 'DATABASE_URL',
    );
    if (unknown.length > 0) {
      throw refuse(
        `the local stack has no variable ${unknown.join(', ')}. Give any of ${STACK_VARIABLES.join(', ')}, or a fault of docs/prove.md`,
      );
    }
  }
  return { ...values, mode, run, duration: formatDurationMs(run.load.durationMs) };
}

function modeOf(
  { headUrl, baseCommand, headCommand, baseEnv, headEnv }: ValuesOf<typeof AB_VARIABLES>,
  baseUrl: string,
) {
  const hasUrls = baseUrl !== '' || headUrl !== '';
  const hasCommands = baseCommand !== '' || headCommand !== '';
  const hasEnv = Object.keys({ ...baseEnv, ...headEnv }).length > 0;
  if (hasUrls && hasCommands)
    throw refuse('both addresses and commands are given. Unset BASE_URL and HEAD_URL, or the commands');
  if (hasUrls && hasEnv)
    throw refuse('BASE_ENV and HEAD_ENV cannot reach an API that is already running. Unset them, or give commands');
  if (hasUrls) return bothOf('addresses', ['BASE_URL', baseUrl], ['HEAD_URL', headUrl]);
  if (hasCommands) return bothOf('commands', ['BASE_CMD', baseCommand], ['HEAD_CMD', headCommand]);
  if (hasEnv) return 'local stacks';
  throw refuse(
    'nothing says what to compare. Give BASE_URL and HEAD_URL (two APIs that run), BASE_CMD and HEAD_CMD (commands that start one on PORT), or HEAD_ENV (variables of the local stack, such as HEAD_ENV="REDIS_POOL_SIZE=20")',
  );
}

function bothOf(mode: AbMode, ...pair: readonly (readonly [name: string, value: string])[]): AbMode {
  const missing = pair.find(([, value]) => value === '');
  const given = pair.find(([, value]) => value !== '');
  if (missing) throw refuse(`${given?.[0]} is set and ${missing[0]} is not. Set both`);
  return mode;
}

function refuse(problem: string): UserError {
  return new UserError(`Cannot run base against head: ${problem}`, EXIT_CODE.invalidSettings);
}

/** `A=1 B=2` as variables. */
function assignments(value: string): Readonly<Record<string, string>> | undefined {
  const parts = value.split(/\s+/).filter((part) => part !== '');
  const pairs = parts.map((part) => /^([A-Za-z_]\w*)=(.*)$/.exec(part));
  return pairs.every((pair) => pair !== null)
    ? Object.fromEntries(pairs.map(([, name = '', content = '']) => [name, content]))
    : undefined;
}
