import { formatValue } from '../units/numbers.ts';
import type { RuleResult } from './rule-result.ts';

/** What a rule measured against its limit, in one line. */
export function ruleMessage({ title, actual, unit, limit, samples, samplesNeeded, scenario, why }: RuleResult): string {
  const measured = actual === null ? 'nothing measured' : `measured ${formatValue(actual, unit)}`;
  const of = scenario === undefined ? '' : ` of ${scenario}`;
  return `${title}${of}: ${measured}, limit ${limit}, ${samples} of ${samplesNeeded} samples needed${why === undefined ? '' : `: ${why}`}`;
}
