import { variablesOf } from '../../core/journey/journey-variables.ts';
import { LOAD_VARIABLES } from '../../core/settings/load-settings.ts';
import { FAULT_VARIABLES } from '../faults/fault-variables.ts';
import type { ReadJourney } from '../journey/read-journey.ts';
import { COMMAND_VARIABLES } from './command-variables.ts';
import { didYouMean } from './did-you-mean.ts';

/** What the local stack reads beside; docs/prove.md has the faults. */
export const STACK_VARIABLES: readonly string[] = [
  'CACHE_TTL',
  'REDIS_POOL_SIZE',
  'LOG_LEVEL',
  'REDIS_SERVER',
  'REDIS_FAULTS',
];

/** Not ours, and no misspelling of ours: of k6, of AWS, of Node.js, of the terminal. */
const OF_OTHERS =
  /^(?:K6_\w+|AWS_\w+|NODE_\w+|NO_COLOR|TERM|LANG|LC_\w+|PATH|TMPDIR|SSL_CERT_FILE|SSL_CERT_DIR|https?_proxy|no_proxy)$/i;

/** Variables of poolproof, whatever the journey is. */
export const KNOWN_VARIABLES = [...Object.values(LOAD_VARIABLES), ...Object.values(COMMAND_VARIABLES)].map(
  ({ name }): string => name,
);

/** A line for each name that is no variable of poolproof, nor of the journey. */
export function unknownVariables(given: readonly string[], { journey }: ReadJourney): string[] {
  const ofJourney = Object.keys(variablesOf(journey));
  return given.flatMap((name) => unknownVariable(name, ofJourney));
}

function unknownVariable(name: string, ofJourney: readonly string[]): string[] {
  if (OF_OTHERS.test(name)) return [];
  const known = [...KNOWN_VARIABLES, ...ofJourney];
  const all = [...known, ...STACK_VARIABLES, ...Object.keys(FAULT_VARIABLES)];
  return all.includes(name) ? [] : [`${name} is not a variable of poolproof. ${didYouMean(name, all, known)}`];
}
