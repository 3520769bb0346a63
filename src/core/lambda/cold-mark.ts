/** The variable of a function by which its environments are made new: where it is, a cold start is under way. */
export const COLD_VARIABLE = 'POOLPROOF_COLD';

/** The variables of a function by name. */
export type FunctionVariables = Readonly<Record<string, string>>;

/** The variables with a mark, beside what they are now; undefined where it is there already. */
export function withMark(now: FunctionVariables, mark: string): FunctionVariables | undefined {
  return now[COLD_VARIABLE] === mark ? undefined : { ...now, [COLD_VARIABLE]: mark };
}

/** The variables without a mark, as they are now; undefined where it is not there, or another one is. */
export function withoutMark(now: FunctionVariables, mark: string): FunctionVariables | undefined {
  const { [COLD_VARIABLE]: found, ...others } = now;
  return found === mark ? others : undefined;
}

/** What Lambda tells of the variables of a function. */
interface FunctionEnvironment {
  readonly Variables?: FunctionVariables | undefined;
  /** Why it tells nothing. */
  readonly Error?: { readonly ErrorCode?: string | undefined; readonly Message?: string | undefined } | undefined;
}

/** @throws Error where there may be variables that cannot be read: an update would lose them */
export function variablesOf({
  Environment,
}: {
  readonly Environment?: FunctionEnvironment | undefined;
}): FunctionVariables {
  const problem = Environment?.Error;
  if (problem === undefined) return Environment?.Variables ?? {};
  throw new Error(
    `its variables cannot be read, so they could not be kept (${problem.ErrorCode}: ${problem.Message}). Is the permission kms:Decrypt missing?`,
  );
}
