import {
  parseThresholdExpression,
  type ThresholdExpression,
} from '../threshold-expressions/parse-threshold-expression.ts';
import { formatValue } from '../units/numbers.ts';
import type { RuleResult } from './rule-result.ts';

const SIGNS: Readonly<Record<ThresholdExpression['operator'], string>> = {
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '==': '=',
  '===': '=',
  '!=': '≠',
};

/** The limit of a rule for people: `p(95)<50` of milliseconds becomes `< 50 ms`. */
export function limitText({ limit, unit, limitFrom }: Pick<RuleResult, 'limit' | 'unit' | 'limitFrom'>): string {
  const { operator, limit: value } = parseThresholdExpression(limit);
  return `${SIGNS[operator]} ${limitValue(value, unit)}${limitFrom === undefined ? '' : ", the journey's own"}`;
}

/** A limit in its unit: a round number stays one. */
function limitValue(value: number, unit: RuleResult['unit']): string {
  return unit === 'ms' && value < 10_000 ? `${value} ms` : formatValue(value, unit);
}
