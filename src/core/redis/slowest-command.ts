import type { RedisSample } from './redis-sample.ts';

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
