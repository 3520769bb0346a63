import { parseThresholdExpression } from '../../../core/threshold-expressions/parse-threshold-expression.ts';
import type { RuleResult } from '../../../core/verdict/rule-result.ts';
import type { ChartRun } from './chart-run.ts';
import type { Limit } from './plot-labels.ts';
import { axisMs } from './y-scale.ts';

/** Limits on the latency of the whole run and of scenarios that have a time of their own; or of one kind of request. */
export function latencyLimits({ result, axis }: ChartRun, kind?: string): Limit[] {
  return result.rules.flatMap((rule) => {
    if (!isLatencyRule(rule) || (kind !== undefined && rule.scenario !== kind)) return [];
    const isWhole = rule.scenario === kind;
    const time = isWhole ? {} : axis.phases.find(({ scenario }) => scenario === rule.scenario);
    if (time === undefined) return [];
    const { percent = 0, operator, limit } = parseThresholdExpression(rule.limit);
    return [{ ...time, value: limit, text: `p${percent} ${operator} ${axisMs(limit)}` }];
  });
}

function isLatencyRule({ about, unit, limit }: RuleResult): boolean {
  return about === 'api' && unit === 'ms' && /^p\(\d+(?:\.\d+)?\)\s*</.test(limit);
}
