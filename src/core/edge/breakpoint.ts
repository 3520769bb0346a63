import type { Count } from '../units/count.ts';
import { formatSeconds } from '../units/numbers.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { Stop } from '../verdict/stop.ts';
import { type Ramp, rampDurationMs, rateAfter } from '../workload/ramp.ts';
import { edgeRule } from './edge-rule.ts';

/** What a breakpoint run looks for. */
export interface BreakpointPlan {
  readonly kind: 'breakpoint';
  readonly ramp: Ramp;
  /** The rate below which the API must not break, requests per second; 0 for none. */
  readonly expectedRate: number;
}

export interface BreakpointReport {
  /** The threshold that ended the run; null when none was crossed. */
  readonly stoppedBy: { readonly id: string; readonly title: string; readonly threshold: string } | null;
  /** The rate that the ramp had reached when the run ended: where the API broke, if it did. */
  readonly ratePerSecond: number;
  readonly afterMs: number;
  readonly requests: Count;
  readonly sentence: string;
}

/** Tells where the ramp was when the run ended, and judges that by the rate that is expected. */
export function judgeBreakpoint(
  { ramp, expectedRate }: BreakpointPlan,
  stop: Stop | undefined,
  lastedMs: number,
  requests: number,
): { breakpoint: BreakpointReport; rule: RuleResult } {
  const afterMs = Math.min(lastedMs, rampDurationMs(ramp));
  const ratePerSecond = rateAfter(ramp, afterMs);
  const where = `${Math.round(ratePerSecond)} requests/s, after ${formatSeconds(afterMs)} and ${requests} requests`;
  return {
    breakpoint: {
      stoppedBy: stop === undefined ? null : { id: stop.id, title: stop.title, threshold: stop.threshold },
      ratePerSecond,
      afterMs,
      requests,
      sentence:
        stop === undefined
          ? `not reached at ${where}${lastedMs < rampDurationMs(ramp) ? '' : '; raise MAX_RATE to find it'}`
          : `breaks at ${where}: ${stop.title} crossed ${stop.threshold}`,
    },
    rule: edgeRule({
      id: 'breaking-rate',
      title: 'requests per second at which the API breaks',
      actual: stop === undefined ? null : ratePerSecond,
      expectedRate,
      samples: stop === undefined ? 0 : 1,
      samplesNeeded: 1,
    }),
  };
}
