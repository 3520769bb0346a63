import { relative } from 'node:path';

/** What a command gets that runs a load several times. */
export interface InTurnOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Names of the variables that the user typed on make's command line. */
  readonly givenVariables: readonly string[];
  readonly version: string;
  readonly enableColors: boolean;
  readonly say: (line: string) => void;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
}

/**
 * Does work that the user may stop. A line says then where the results so far are.
 *
 * @returns undefined when it was stopped
 */
export async function untilStopped<T>(
  work: () => Promise<T>,
  folder: string,
  { say, signal }: Pick<InTurnOptions, 'say' | 'signal'>,
): Promise<T | undefined> {
  try {
    const done = await work();
    return signal.aborted ? undefined : done;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    if (signal.aborted) say(`poolproof: stopped; the results so far are in ${relative(process.cwd(), folder) || '.'}/`);
  }
}
