import type { GivenVariables } from './environments/with-environment.ts';

/** What each command is called with. */
export interface CommandCall extends GivenVariables {
  /** Of poolproof. */
  readonly version: string;
  /** Prints a line for the user. */
  readonly say: (line: string) => void;
  /** Whether what is printed may have colours. */
  readonly enableColors: boolean;
  /** Aborted when the user wants to stop: the command then ends in order, with what there is. */
  readonly signal: AbortSignal;
}
