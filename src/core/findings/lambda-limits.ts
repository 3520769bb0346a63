import { FEWEST_REQUESTS_PER_CONNECTION, MOST_ENGINE_CPU_SHARE } from '../lambda/cache-meter-rules.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import type { RuleResult } from '../verdict/rule-result.ts';

/** The limits that findings about AWS share with the rules of a run. */
export type LambdaLimits = ReturnType<typeof lambdaLimitsOf>;

export function lambdaLimitsOf(rules: readonly Pick<RuleResult, 'id' | 'limit'>[]) {
  const limitOf = (id: string, usual: number): number => {
    const rule = rules.find((one) => one.id === id);
    return rule === undefined ? usual : parseThresholdExpression(rule.limit).limit;
  };
  return {
    lambdaCacheCpuLimitShare: limitOf('elasticache-engine-cpu', MOST_ENGINE_CPU_SHARE),
    lambdaCacheConnectionsLimit: limitOf('elasticache-connections', Number.POSITIVE_INFINITY),
    /** A connection that serves fewer requests was not reused. */
    lambdaCacheRequestsPerConnection: limitOf('elasticache-reuse', FEWEST_REQUESTS_PER_CONNECTION),
  };
}
