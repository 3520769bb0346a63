import type { OwnLimits } from '../settings/own-limits.ts';
import { meetsThreshold } from '../threshold-expressions/meets-threshold.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { thresholdAt } from '../verdict/threshold-at.ts';
import { AWS_RULES, type AwsRuleId } from './aws-rules.ts';

/** A rule about the function behind the API, with what was measured. */
export interface MeasuredRule extends Pick<RuleResult, 'title' | 'limit' | 'actual' | 'samples'> {
  readonly id: AwsRuleId;
  /** The samples that a pass needs; 1 when left out. */
  readonly samplesNeeded?: number;
  /** Whether the run can only be healthy if this rule passed. */
  readonly required: boolean;
  /** Why nothing was measured, where that is known. */
  readonly why?: string;
}

/**
 * Judges what was measured; without a sample a rule is not judged.
 *
 * @param own limits of the user's own, which take the place of that of the rule
 */
export function lambdaRule({ samplesNeeded = 1, why, ...rule }: MeasuredRule, own: OwnLimits): RuleResult {
  const { actual, samples } = rule;
  const limit = thresholdAt(rule.limit, own[rule.id] ?? parseThresholdExpression(rule.limit).limit);
  const isMet = actual !== null && meetsThreshold(parseThresholdExpression(limit), actual);
  const isJudged = actual !== null && samples >= samplesNeeded && why === undefined;
  return {
    ...rule,
    limit,
    unit: AWS_RULES[rule.id].unit,
    about: 'api',
    metric: rule.id.replaceAll('-', '_'),
    samplesNeeded,
    status: isJudged ? (isMet ? 'pass' : 'fail') : 'not-judged',
    ...(why !== undefined && { why }),
  };
}

/** A rule about what may not be whole: then only what has failed is certain. */
export function inDoubt(rule: RuleResult, why: string | undefined): RuleResult {
  return rule.status === 'fail' || why === undefined ? rule : { ...rule, status: 'not-judged', why };
}
