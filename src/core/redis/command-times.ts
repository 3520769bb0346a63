import { infoPart, type RedisInfo } from './parse-info.ts';
import type { RedisSample } from './redis-sample.ts';

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

/** Mean time of the command that took longest on average between two looks; undefined when it is not known. */
export function slowestCommandMs(now: RedisSample, before: RedisSample): number | undefined {
  if (now.commandTimes === undefined || before.commandTimes === undefined) return undefined;
  const earlier = before.commandTimes;
  const means = Object.entries(now.commandTimes).flatMap(([name, { calls, microseconds }]) => {
    const since = calls - (earlier[name]?.calls ?? 0);
    return since > 0 ? [(microseconds - (earlier[name]?.microseconds ?? 0)) / since / 1_000] : [];
  });
  return means.length === 0 ? undefined : Math.max(...means);
}
