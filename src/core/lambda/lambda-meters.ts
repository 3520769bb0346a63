import type { Count } from '../units/count.ts';

/** What CloudWatch measured, a value a minute. */
export interface LambdaMeters {
  /** The minutes that were looked at begin here; UTC, ISO 8601. */
  readonly startAt: string;
  /** 60 s: CloudWatch has nothing finer of a function. */
  readonly periodMs: Count;
}
