import type { JourneyShape } from '../../core/journey/journey-shape.ts';
import { variablesOf } from '../../core/journey/journey-variables.ts';
import { LOAD_VARIABLES } from '../../core/settings/load-settings.ts';
import type { Environment, Variable } from '../../core/settings/variable.ts';
import { maskUrl } from '../../core/text/mask-url.ts';

/** A variable that the user set, for where the script of a profile runs. */
export interface ScriptVariable {
  readonly name: string;
  readonly value: string;
  /** Whether it holds what must not stand anywhere in clear text. */
  readonly isSecret: boolean;
}

/** What a script is handed elsewhere: those variables of the load and of its journey that the user set. */
export function scriptVariables(env: Environment, journey: JourneyShape): ScriptVariable[] {
  return setVariables([...Object.values(LOAD_VARIABLES), ...Object.values(variablesOf(journey))], env);
}

/** Those of `known` that the user set. */
export function setVariables(known: readonly Variable<unknown>[], env: Environment): ScriptVariable[] {
  return known.flatMap((variable) => {
    const { name } = variable;
    const value = env[name];
    return value ? [{ name, value, isSecret: hasSecret(variable, value) }] : [];
  });
}

function hasSecret({ secret }: Variable<unknown>, value: string): boolean {
  return secret === 'all' || (secret === 'url' && maskUrl(value) !== value);
}
