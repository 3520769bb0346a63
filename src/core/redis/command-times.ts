import { infoPart, type RedisInfo } from './parse-info.ts';

/** Calls of each command and the microseconds that Redis spent on them, since it started. */
export type CommandTimes = Readonly<Record<string, { readonly calls: number; readonly microseconds: number }>>;

/** Reads the times of the commands that match. */
export function readCommandTimes(fields: RedisInfo, names: RegExp): CommandTimes {
  return Object.fromEntries(
    Object.keys(fields)
      .filter((name) => names.test(name))
      .map((name) => [
        name,
        { calls: infoPart(fields, name, 'calls') ?? 0, microseconds: infoPart(fields, name, 'usec') ?? 0 },
      ]),
  );
}
