import { addLambdaCauses } from '../findings/lambda-causes.ts';
import { lambdaEvidence } from '../lambda/lambda-evidence.ts';
import { lambdaLogRules } from '../lambda/lambda-log-rules.ts';
import type { LambdaReport } from '../lambda/lambda-report.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { reachVerdict } from '../verdict/verdict.ts';
import { judgeAnew, type Result } from './result.ts';

/** The rules about the function, whatever could be read of it. */
function lambdaRules({ logs, unread }: LambdaReport, { rules, settings }: Result): RuleResult[] {
  const poolSize = Math.max(1, Number(settings?.POOL_SIZE ?? 0));
  return lambdaLogRules({ logs, unread: unread?.logs, rules, poolSize });
}

/** A result with what AWS told of the function after the load, judged anew. A load that was never measured stays as it is. */
export function addLambda(result: Result, lambda: LambdaReport): Result {
  if (result.rules.length === 0) return { ...result, lambda };
  const rules = [...result.rules, ...lambdaRules(lambda, result)];
  const known = { ...result.evidence, ...lambdaEvidence(lambda) };
  const isHealthy = reachVerdict(rules).status === 'healthy';
  const findings = isHealthy ? [] : addLambdaCauses(known, rules, result.findings);
  return judgeAnew(result, { rules, findings, lambda });
}
