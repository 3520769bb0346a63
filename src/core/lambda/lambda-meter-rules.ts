import type { OwnLimits } from '../settings/own-limits.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { LambdaMeterName, LambdaMeters } from './lambda-meters.ts';
import { inDoubt, lambdaRule, type MeasuredRule } from './lambda-rule.ts';
import { sumOf, valuesOf } from './minutes.ts';

/** What there may be none of. */
const NONE: readonly (Pick<MeasuredRule, 'id' | 'title'> & { readonly meter: LambdaMeterName })[] = [
  { id: 'lambda-throttles', title: 'requests that Lambda refused (throttles)', meter: 'throttles' },
  { id: 'lambda-errors', title: 'invocations that ended in an error', meter: 'errors' },
];

/** The rules about the meters of the function; `unread` is why there are none, or not all. */
export function lambdaMeterRules(
  meters: LambdaMeters | undefined,
  unread: string | undefined,
  own: OwnLimits,
): RuleResult[] {
  const why = unread ?? (meters && whyNotWhole(meters));
  return NONE.map(({ id, title, meter }) => {
    const minutes = meters?.minutes ?? [];
    const samples = valuesOf(minutes, meter).length;
    const rule = { id, title, limit: 'count==0', required: false } as const;
    return inDoubt(lambdaRule({ ...rule, actual: sumOf(minutes, meter), samples }, own), why);
  });
}

/** Why the meters may not have all of the run yet; undefined where they do. */
export function whyNotWhole({ isComplete, waitedMs, minutes }: LambdaMeters): string | undefined {
  if (isComplete) return undefined;
  const invocations = sumOf(minutes, 'invocations') ?? 0;
  return `CloudWatch had ${invocations} invocations ${Math.round(waitedMs / 1_000)} s after the load, fewer than there were requests`;
}
