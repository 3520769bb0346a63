import { maskUrl } from '../text/mask-url.ts';

/** One environment variable that a user may set. */
export interface Variable<T> {
  readonly name: string;
  /** What it is for, in the line that asks for one which a profile needs. */
  readonly about?: string;
  /** What it is when unset or empty. */
  readonly fallback: string;
  /** What may be given, with an example; closes the line that refuses a bad value. */
  readonly allowed: string;
  /** `url`: a password in it is masked; `all`: the value is never shown. */
  readonly secret?: 'url' | 'all';
  /** The value, or undefined when the text is not allowed. */
  readonly parse: (text: string) => T | undefined;
}

/** Environment variables by name, as `process.env` and k6's `__ENV` hold them. */
export type Environment = Readonly<Record<string, string | undefined>>;

type ValueOf<V> = V extends Variable<infer T> ? T : never;
/** The values of a table of variables, by the table's own keys. */
export type ValuesOf<Table> = { readonly [K in keyof Table]: ValueOf<Table[K]> };

/** Reads all variables of a table at once, so that a user sees every problem in one go, a line each. */
export function parseVariables<Table extends Readonly<Record<string, Variable<unknown>>>>(
  table: Table,
  env: Environment,
  defaults: Environment = {},
): { values: ValuesOf<Table>; problems: string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, variable] of Object.entries(table)) {
    const given = env[variable.name] ?? '';
    const value = variable.parse(given === '' ? (defaults[variable.name] ?? variable.fallback) : given);
    if (value === undefined)
      problems.push(`${variable.name}=${quote(variable, given)} is not allowed: ${variable.allowed}`);
    values[key] = value;
  }
  return { values: values as ValuesOf<Table>, problems };
}

function quote(variable: Variable<unknown>, text: string): string {
  if (variable.secret === 'all') return '"…"';
  return JSON.stringify(variable.secret === 'url' ? maskUrl(text) : text);
}
