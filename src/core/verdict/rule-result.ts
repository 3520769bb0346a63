import type { Count } from '../units/count.ts';
import type { Rule } from './rule.ts';

export type RuleStatus = 'pass' | 'fail' | 'not-judged';

/** What became of a rule. */
export interface RuleResult {
  readonly id: string;
  readonly title: string;
  readonly about: Rule['about'];
  readonly scenario?: string;
  readonly metric: string;
  /** The condition that had to hold, as a k6 threshold. */
  readonly limit: string;
  /** Set where the limit is not of the profile, but of the request in the journey. */
  readonly limitFrom?: 'journey';
  readonly unit?: 'ms' | 'share' | 'count' | 'bytes';
  /** What was measured; null without a sample. */
  readonly actual: number | null;
  readonly samples: Count;
  /** The samples that a pass needs. */
  readonly samplesNeeded: Count;
  readonly required: boolean;
  readonly status: RuleStatus;
  /** Why it was not judged, where more is known than that samples are missing. */
  readonly why?: string;
}
