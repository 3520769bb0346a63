import { ruleInShort } from '../verdict/rule-message.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { Finding } from './finding.ts';

/** What is said when rules failed and no cause that we know fits: which ones, so that there is more than a bare verdict. */
export function findUnexplained(rules: readonly RuleResult[]): Finding[] {
  const [first, ...others] = rules.filter(({ about, status }) => about !== 'generator' && status === 'fail');
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `; ${others.length} more failed`;
  return [
    {
      id: 'unexplained',
      sentence: `No known cause fits what failed: ${ruleInShort(first)}${more}`,
      evidence: [],
      next: 'Look at the run over time in report.html, and at the log of the API for the same moments.',
      confidence: 'low',
    },
  ];
}
