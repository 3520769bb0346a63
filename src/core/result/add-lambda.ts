import { addLambdaCauses } from '../findings/add-lambda-causes.ts';
import { cacheMeterRules } from '../lambda/cache-meter-rules.ts';
import { coldStartRules, judgeFirstRequests } from '../lambda/cold-start-rules.ts';
import { lambdaEvidence } from '../lambda/lambda-evidence.ts';
import { type LambdaFleet, lambdaFleetOf, lambdaFleetRule } from '../lambda/lambda-fleet-rule.ts';
import { lambdaLogRules } from '../lambda/lambda-log-rules.ts';
import { lambdaMeterRules, whyNotWhole } from '../lambda/lambda-meter-rules.ts';
import type { LambdaReport } from '../lambda/lambda-report.ts';
import { type OwnLimits, parseOwnLimits } from '../settings/own-limits.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { reachVerdict } from '../verdict/verdict.ts';
import { judgeAnew, type Result } from './result.ts';

/** The rules about the function and its Redis, whatever could be read of them. */
function lambdaRules(
  { logs, meters, unread }: LambdaReport,
  { rules, settings, requests, evidence }: Result,
  fleet: LambdaFleet | undefined,
): RuleResult[] {
  const own = ownLimitsIn(settings);
  const missLimit = missLimitIn(rules);
  return [
    ...lambdaLogRules({ logs, unread: unread?.logs, missLimit, poolSize: Math.max(1, poolSizeIn(settings)), own }),
    ...lambdaMeterRules(meters, unread?.meters, own),
    ...(meters?.cache === undefined || evidence === null
      ? []
      : cacheMeterRules({
          cache: meters.cache,
          why: unread?.meters ?? whyNotWhole(meters),
          requests: requests.requests,
          mostConnections: evidence.expectedMaxConnections,
          missLimit,
          own,
        })),
    ...(fleet === undefined ? [] : [lambdaFleetRule(fleet, own)]),
  ];
}

/** POOL_SIZE; 0 where it was not given. */
function poolSizeIn(settings: Result['settings']): number {
  return Number(settings?.POOL_SIZE ?? 0);
}

/** LIMITS, as they were read before the run. */
function ownLimitsIn(settings: Result['settings']): OwnLimits {
  return parseOwnLimits(settings?.LIMITS ?? '') ?? {};
}

/** As many misses as Redis itself may count: the limit moves with the journey and with LIMITS. */
function missLimitIn(rules: readonly RuleResult[]): string | undefined {
  const ofRedis = rules.find(({ id }) => id === 'redis-miss-share');
  if (ofRedis === undefined) return undefined;
  const { operator, limit } = parseThresholdExpression(ofRedis.limit);
  return `rate${operator}${limit}`;
}

/** A result with what AWS told of the function after the load, judged anew. A load that was never measured stays as it is. */
export function addLambda(result: Result, lambda: LambdaReport): Result {
  if (result.rules.length === 0) return { ...result, lambda };
  const fleet = lambdaFleetOf(lambda, result.evidence ?? {}, poolSizeIn(result.settings));
  const own = ownLimitsIn(result.settings);
  const coldStart = coldStartRules(lambda, own);
  const ofAws = [...coldStart, ...lambdaRules(lambda, result, fleet)].filter(({ id }) => own[id] !== null);
  const rules = [...judgeFirstRequests(result.rules, coldStart), ...ofAws];
  const known = { ...result.evidence, ...lambdaEvidence(lambda, fleet) };
  const isHealthy = reachVerdict(rules).status === 'healthy';
  const findings = isHealthy ? [] : addLambdaCauses(known, rules, result.findings);
  return judgeAnew(result, { rules, findings, lambda });
}
