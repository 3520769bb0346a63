import type { RuleResult } from '../verdict/rule-result.ts';
import { CAUSES, findAmong, inOrder, withoutExplained } from './find-causes.ts';
import { findUnexplained } from './find-unexplained.ts';
import type { Finding } from './finding.ts';
import { LAMBDA_CAUSES, type LambdaKnown } from './lambda-causes.ts';
import { type LambdaLimits, lambdaLimitsOf } from './lambda-limits.ts';
import { LAMBDA_METER_CAUSES } from './lambda-meter-causes.ts';

const ALL = [...LAMBDA_CAUSES, ...LAMBDA_METER_CAUSES];

/** What makes answers slow, and does nothing else. */
const OF_LATENCY = 'lambda-cold-starts-slow';

function hasFailedLatency(rules: readonly RuleResult[]): boolean {
  return rules.some(({ about, unit, status }) => about === 'api' && unit === 'ms' && status === 'fail');
}

/** Findings of a run with those about its function: none of them the symptom of another, the surest first. */
export function addLambdaCauses(
  evidence: Omit<LambdaKnown, keyof LambdaLimits>,
  rules: readonly RuleResult[],
  findings: readonly Finding[],
): Finding[] {
  const known: LambdaKnown = { ...evidence, ...lambdaLimitsOf(rules) };
  const found = findAmong(
    hasFailedLatency(rules) ? ALL : ALL.filter(({ id }) => id !== OF_LATENCY),
    known,
    () => undefined,
  );
  const others = findings.filter(({ id }) => id !== 'unexplained');
  const all = inOrder(withoutExplained([...found, ...others], [...ALL, ...CAUSES]));
  return all.length > 0 ? all : findUnexplained(rules);
}
