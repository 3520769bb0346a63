import { type Environment, parseVariables, type Variable } from '../settings/variable.ts';
import type { JourneyShape } from './journey-shape.ts';

/** The variables of a journey, in full: what is left out of one is any text, or must be set. */
export function variablesOf({ variables = {} }: JourneyShape): Record<string, Variable<unknown>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, { about, fallback, parse, allowed, secret }]) => [
      name,
      {
        name,
        fallback: fallback ?? '',
        allowed: allowed ?? `give ${about}`,
        ...(secret && { secret }),
        parse: (text: string) => (text === '' && fallback === undefined ? undefined : (parse ?? String)(text)),
      },
    ]),
  );
}

/** The values of the variables of a journey, and a line for each that is not allowed. */
export function parseJourneyVariables(journey: JourneyShape, env: Environment) {
  return parseVariables(variablesOf(journey), env);
}
