import { variablesOf } from '../../core/journey/journey-variables.ts';
import { LOAD_VARIABLES } from '../../core/settings/load-settings.ts';
import { readDefaultJourney } from '../journey/read-journey.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { SIZE_VARIABLES } from '../size/size-settings.ts';

/** What the user has set for other runs would change the world; make's own variables are about this command. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const flags = variablesOf(readDefaultJourney().journey);
  const foreign: readonly string[] = [LOAD_VARIABLES, COMMAND_VARIABLES, SIZE_VARIABLES, flags].flatMap((table) =>
    Object.values(table).map(({ name }) => name),
  );
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !foreign.includes(name) &&
        !/^(?:MAKE|MFLAGS|FAULT_|REDIS_FAULTS|CACHE_TTL|REDIS_POOL_SIZE|K6_|GITHUB_)/.test(name),
    ),
  );
}
