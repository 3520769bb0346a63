import limits from 'profile-limits';
import { slowMsOf } from '../../core/outage/outage-plan.ts';
import type { RuleTemplate } from '../../core/verdict/rule.ts';

/** Above what an answer is slow, by the rules of the profile. */
export function slowMs(): number {
  return slowMsOf(limits.rules as readonly RuleTemplate[]);
}
