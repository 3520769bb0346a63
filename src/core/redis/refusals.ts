import { infoPart, type RedisInfo } from './parse-info.ts';

/** Errors by which Redis refuses commands that are right, because of the state that it is in; by their first word. */
export const REFUSALS = [
  'OOM',
  'READONLY',
  'MISCONF',
  'LOADING',
  'MASTERDOWN',
  'CLUSTERDOWN',
  'NOREPLICAS',
  'NOSCRIPT',
] as const;

export type Refusal = (typeof REFUSALS)[number];
/** How often Redis answered with each. */
export type RefusalCounts = Readonly<Record<Refusal, number>>;

export const NO_REFUSALS: RefusalCounts = countsOf(() => 0);

/** Since the server started, by everybody; undefined where INFO has no section of errors (before Redis 6.2). */
export function readRefusals(info: string, fields: RedisInfo): RefusalCounts | undefined {
  return /^# Errorstats/m.test(info)
    ? countsOf((kind) => infoPart(fields, `errorstat_${kind}`, 'count') ?? 0)
    : undefined;
}

/** Log-ins that were refused, and commands without one, since the server started; undefined as {@link readRefusals}. */
export function readRefusedLogins(info: string, fields: RedisInfo): number | undefined {
  if (!/^# Errorstats/m.test(info)) return undefined;
  return ['WRONGPASS', 'NOAUTH'].reduce((sum, kind) => sum + (infoPart(fields, `errorstat_${kind}`, 'count') ?? 0), 0);
}

/** The refusal that an error text tells of. */
export function refusalOf(errorText: string): Refusal | undefined {
  return REFUSALS.find((kind) => new RegExp(`\\b${kind}\\b`).test(errorText));
}

/** What came since, without our own commands. A count that fell started again from 0, because the server restarted. */
export function refusalsSince(now: RefusalCounts, before: RefusalCounts, own: RefusalCounts): RefusalCounts {
  return countsOf((kind) => {
    const since = now[kind] >= before[kind] ? now[kind] - before[kind] : now[kind];
    return Math.max(0, since - own[kind]);
  });
}

export function plus(one: RefusalCounts, other: RefusalCounts): RefusalCounts {
  return countsOf((kind) => one[kind] + other[kind]);
}

export function sumOf(counts: RefusalCounts): number {
  return REFUSALS.reduce((sum, kind) => sum + counts[kind], 0);
}

function countsOf(count: (kind: Refusal) => number): RefusalCounts {
  return Object.fromEntries(REFUSALS.map((kind) => [kind, count(kind)])) as RefusalCounts;
}
