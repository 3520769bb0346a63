import type { Count } from '../units/count.ts';
import type { LambdaColdStart } from './lambda-cold-start.ts';
import type { LambdaLogs } from './lambda-logs.ts';
import type { LambdaMeters } from './lambda-meters.ts';

/** Times of AWS, from first to last. */
export interface LambdaWindow {
  /** UTC, ISO 8601. */
  readonly startAt: string;
  /** UTC, ISO 8601. */
  readonly endAt: string;
}

/** What AWS tells of the function behind the API. Each part is left out where it could not be read; `unread` says why. */
export interface LambdaReport {
  /** Name of the function. */
  readonly functionName: string;
  /** Alias or version that was asked for; null for none. */
  readonly qualifier: string | null;
  /** The version that it stands for, such as `$LATEST` or `7`. */
  readonly version: string;
  readonly region: string;
  /** Such as `nodejs22.x`; null where the function is a container image. */
  readonly runtime: string | null;
  readonly memoryMb: Count;
  /** How long an invocation may take before Lambda ends it. */
  readonly timeoutMs: Count;
  /** The time that was looked at: the run, and 5 s before and after it, because clocks differ. */
  readonly window: LambdaWindow;
  readonly logs?: LambdaLogs;
  readonly meters?: LambdaMeters;
  readonly coldStart?: LambdaColdStart;
  /** Why a part is missing, or is not whole, by its name. */
  readonly unread?: Readonly<Partial<Record<LambdaPartName, string>>>;
}

/** The parts of a {@link LambdaReport} that are read after the load. */
export type LambdaPartName = 'logs' | 'meters' | 'coldStart';
