import { formatValue } from '../units/numbers.ts';
import { limitText } from './limit-text.ts';
import type { RuleResult } from './rule-result.ts';

/** What a rule measured against its limit, in one line. */
export function ruleMessage(rule: RuleResult): string {
  const { actual, unit, samples, samplesNeeded, why } = rule;
  const measured = actual === null ? 'nothing measured' : `measured ${formatValue(actual, unit)}`;
  return `${ruleName(rule)}: ${measured}, limit ${limitText(rule)}, ${samples} of ${samplesNeeded} samples needed${why === undefined ? '' : `: ${why}`}`;
}

/** The same in short, for a list of rules that failed. */
export function ruleInShort(rule: RuleResult): string {
  const { actual, unit } = rule;
  return `${ruleName(rule)}: ${actual === null ? 'no sample' : formatValue(actual, unit)}, limit ${limitText(rule)}`;
}

/** In words, with the scenario that it is about. */
export function ruleName({ title, scenario }: Pick<RuleResult, 'title' | 'scenario'>): string {
  return scenario === undefined ? title : `${title} of ${scenario}`;
}
