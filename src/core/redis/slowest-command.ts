import type { RedisSample } from './redis-sample.ts';

/** A kind of command, and how long one of them took Redis on average. */
interface SlowestCommand {
  /** As Redis writes it in its documentation: `KEYS`, `CLIENT LIST`. */
  readonly name: string;
  readonly meanMs: number;
}

/** The kind of command that took longest on average between two looks; undefined when it is not known. */
export function slowestCommand(now: RedisSample, before: RedisSample): SlowestCommand | undefined {
  if (now.commandTimes === undefined || before.commandTimes === undefined) return undefined;
  const earlier = before.commandTimes;
  const means = Object.entries(now.commandTimes).flatMap(([name, { calls, microseconds }]) => {
    const since = calls - (earlier[name]?.calls ?? 0);
    const meanMs = (microseconds - (earlier[name]?.microseconds ?? 0)) / since / 1_000;
    return since > 0 ? [{ name: commandOf(name), meanMs }] : [];
  });
  return means.sort((one, other) => other.meanMs - one.meanMs)[0];
}

/** `cmdstat_memory|usage` -> `MEMORY USAGE`. */
function commandOf(stat: string): string {
  return stat.replace('cmdstat_', '').replace('|', ' ').toUpperCase();
}
