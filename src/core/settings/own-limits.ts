import { isRecord } from '../records/is-record.ts';

/** Limits of the user's own, by the id of a rule: another number, in the unit of the rule, or null to leave the rule out. */
export type OwnLimits = Readonly<Record<string, number | null>>;

/** `{"latency-p95": 30, "redis-evictions": null}`; undefined for what is none. */
export function parseOwnLimits(text: string): OwnLimits | undefined {
  if (text === '') return {};
  try {
    const limits: unknown = JSON.parse(text);
    return isRecord(limits) && Object.values(limits).every(isLimit) ? (limits as OwnLimits) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value may be a limit. */
export function isLimit(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && value >= 0);
}
