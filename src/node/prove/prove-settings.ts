import { wholeNumber } from '../../core/settings/parsers.ts';
import type { Environment, Variable } from '../../core/settings/variable.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { JOURNEY_VARIABLE } from '../journey/link-journey.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { readVariables } from '../settings/read-variables.ts';
import { UserError } from '../user-error.ts';
import { SIZE_WORLDS, type SizeWorld } from './size-world.ts';
import type { World } from './world.ts';
import { WORLDS } from './worlds.ts';

/** What `make prove` can be told. */
export const PROVE_VARIABLES = {
  only: {
    name: 'PROVE_ONLY',
    fallback: '',
    allowed: `give names out of ${[...WORLDS, ...SIZE_WORLDS].map(({ name }) => name).join(', ')}`,
    parse: parseWorlds,
  },
  repeat: {
    name: 'PROVE_REPEAT',
    fallback: '1',
    allowed: 'give a whole number from 1 to 100',
    parse: wholeNumber(1, 100),
  },
  engine: { ...COMMAND_VARIABLES.engine },
  journey: {
    ...JOURNEY_VARIABLE,
  },
  resultsDir: COMMAND_VARIABLES.resultsDir,
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

export interface ProveSettings {
  readonly only: { readonly worlds: readonly World[]; readonly sizes: readonly SizeWorld[] };
  readonly repeat: number;
  readonly engine: 'auto' | 'k6' | 'embedded';
  /** Its file; empty for ours. */
  readonly journey: string;
  readonly resultsDir: string;
}

/** What the user set for `prove`. @throws UserError with a line for each problem */
export function readProveSettings(env: Environment, given: readonly string[]): ProveSettings {
  const settings = readVariables('prove', PROVE_VARIABLES, env, given);
  if (settings.journey === '') return settings;
  const { worlds, sizes } = settings.only;
  if (env.PROVE_ONLY && sizes.length > 0) {
    throw new UserError(
      `Cannot prove ${sizes.map(({ name }) => name).join(', ')} with a JOURNEY: how large a pool it needs is known for our own alone. Unset JOURNEY`,
      EXIT_CODE.invalidSettings,
    );
  }
  return { ...settings, only: { worlds, sizes: [] } };
}

function parseWorlds(text: string): ProveSettings['only'] | undefined {
  if (text === '') return { worlds: WORLDS, sizes: SIZE_WORLDS };
  const names = text.split(',').map((name) => name.trim());
  const named = <T extends { readonly name: string }>(list: readonly T[]) =>
    list.filter(({ name }) => names.includes(name)).map((world) => ({ ...world, times: 1 }));
  const only = { worlds: named(WORLDS), sizes: named(SIZE_WORLDS) };
  return only.worlds.length + only.sizes.length === new Set(names).size ? only : undefined;
}
