import { meetsThreshold } from '../threshold-expressions/meets-threshold.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import type { RuleResult } from '../verdict/rule-result.ts';

/** A rule about the function behind the API, with what was measured. */
export interface MeasuredRule extends Pick<RuleResult, 'id' | 'title' | 'limit' | 'unit' | 'actual' | 'samples'> {
  /** The samples that a pass needs; 1 when left out. */
  readonly samplesNeeded?: number;
  /** Whether the run can only be healthy if this rule passed. */
  readonly required: boolean;
  /** Why nothing was measured, where that is known. */
  readonly why?: string;
}

/** Judges what was measured; without a sample a rule is not judged. */
export function lambdaRule({ samplesNeeded = 1, why, ...rule }: MeasuredRule): RuleResult {
  const { actual, limit, samples } = rule;
  const isMet = actual !== null && meetsThreshold(parseThresholdExpression(limit), actual);
  const isJudged = actual !== null && samples >= samplesNeeded && why === undefined;
  return {
    ...rule,
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
