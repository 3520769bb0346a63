import { ruleInShort, ruleName } from './rule-message.ts';
import type { RuleResult } from './rule-result.ts';

export type VerdictStatus = 'healthy' | 'unhealthy' | 'not-judged';

export interface Verdict {
  readonly status: VerdictStatus;
  /** The verdict in words: how many rules failed, or what was not measured. */
  readonly sentence: string;
}

const ITEMS_SHOWN = 4;

/** Healthy only if no rule failed and nothing required was left unjudged. */
export function reachVerdict(rules: readonly RuleResult[]): Verdict {
  const failed = rules.filter(({ status }) => status === 'fail');
  if (failed.some(({ about }) => about !== 'generator')) {
    return { status: 'unhealthy', sentence: `${failed.length} of ${count(rules.length, 'rule')} failed` };
  }
  const unjudged = rules.filter((rule) => rule.required && rule.status === 'not-judged');
  if (
    unjudged.every(({ samples }) => samples === 0) &&
    unjudged.length === rules.filter(({ required }) => required).length
  ) {
    return { status: 'not-judged', sentence: 'nothing was measured' };
  }
  const [late] = failed;
  if (late !== undefined) {
    return { status: 'not-judged', sentence: `the load generator measured itself: ${ruleInShort(late)}` };
  }
  if (unjudged.length > 0) {
    return {
      status: 'not-judged',
      sentence: `${count(unjudged.length, 'rule')} could not be judged: ${list(unjudged)}`,
    };
  }
  const passed = rules.filter((rule) => rule.status === 'pass');
  return {
    status: 'healthy',
    sentence: passed.length === 1 ? 'the one rule passed' : `all ${passed.length} rules passed`,
  };
}

function whyNot(rule: RuleResult, index: number, shown: readonly RuleResult[]): string {
  const { samples, samplesNeeded, why } = rule;
  const name = ruleName(rule);
  if (why === undefined) return `${name} (${samples} of ${samplesNeeded} samples)`;
  // The same reason is said once, after the last rule that it holds for.
  return shown[index + 1]?.why === why ? name : `${name} (${why})`;
}

function list(rules: readonly RuleResult[]): string {
  const rest = rules.length - ITEMS_SHOWN;
  const shown = rules.slice(0, ITEMS_SHOWN);
  return `${shown.map(whyNot).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
