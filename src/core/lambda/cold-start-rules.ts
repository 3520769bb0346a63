import type { OwnLimits } from '../settings/own-limits.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { LambdaReport } from './lambda-report.ts';
import { lambdaRule } from './lambda-rule.ts';

/** The phase of the load with the first requests, as the profile names it. */
const FIRST_REQUESTS = 'cold';

/** The rule that a cold start was one. What the load met otherwise is judged neither way: it says nothing about the API. */
export function coldStartRules({ coldStart, unread }: LambdaReport, own: OwnLimits): RuleResult[] {
  if (coldStart === undefined && unread?.coldStart === undefined) return [];
  const { environments = 0, newEnvironments = 0 } = coldStart ?? {};
  const why = unread?.coldStart ?? coldStart?.notCold;
  return [
    lambdaRule(
      {
        id: 'lambda-new-environments',
        title: 'share of new environments among those that answered',
        limit: 'rate==1',
        required: true,
        actual: environments === 0 ? null : newEnvironments / environments,
        samples: environments,
        ...(why !== undefined && { why }),
      },
      own,
    ),
  ];
}

/** Rules about first requests hold for a cold start only. */
export function judgeFirstRequests(rules: readonly RuleResult[], coldStart: readonly RuleResult[]): RuleResult[] {
  const why = coldStart.find(({ status }) => status === 'not-judged')?.why;
  return rules.map((rule) =>
    why !== undefined && rule.scenario === FIRST_REQUESTS ? { ...rule, status: 'not-judged', why } : rule,
  );
}
