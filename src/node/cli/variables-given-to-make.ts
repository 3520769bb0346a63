/**
 * Names of the variables that the user typed on make's command line, as in `make load RATE=50`.
 *
 * make hands them down in MAKEFLAGS, behind ` -- `, with blanks in values escaped. Only a make that the user called
 * (level 1) is looked at: variables of a build that calls ours may be meant for others.
 */
export function variablesGivenToMake({ MAKELEVEL, MAKEFLAGS = '' }: NodeJS.ProcessEnv): string[] {
  if (MAKELEVEL !== '1') return [];
  const [, overrides = ''] = ` ${MAKEFLAGS}`.split(' -- ');
  return overrides
    .split(/(?<!\\)\s+/)
    .map((override) => /^(\w+)=/.exec(override)?.[1])
    .filter((name) => name !== undefined);
}
