import type { SummaryData } from '../summary/summary-data.ts';
import { formatElapsed } from '../units/numbers.ts';
import { lengthMs, planOf, type Scenarios } from '../workload/workload.ts';
import { isLost } from './judge-rules.ts';
import type { Rule } from './rule.ts';
import { ruleName } from './rule-message.ts';
import { loadLastedMs } from './stop.ts';

const RULES_NAMED = 3;

/** What was planned, as far as a stop is about it. */
interface StoppablePlan {
  readonly rules: readonly Rule[];
  readonly workload: { readonly scenarios: Scenarios };
}

/** Why and when the load was stopped before its end, in words; undefined where it was not. */
export function whyStoppedEarly({ rules, workload }: StoppablePlan, data: SummaryData): string | undefined {
  const lost = rules.filter((rule) => isLost(rule, data));
  const [lastedMs, plannedMs] = [loadLastedMs(data), lengthMs(planOf(workload.scenarios, 'api'))];
  if (lost.length === 0 || lastedMs >= plannedMs) return undefined;
  const more = lost.length > RULES_NAMED ? `, and ${lost.length - RULES_NAMED} more` : '';
  const names = `${lost.slice(0, RULES_NAMED).map(ruleName).join(', ')}${more}`;
  return `stopped early: after ${formatElapsed(lastedMs, plannedMs)} it could not become healthy any more (${names})`;
}
