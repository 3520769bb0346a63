import limits from 'profile-limits';
import journey from 'the-journey';
import { parseOwnLimits } from '../../core/settings/own-limits.ts';
import { withJourneyLimits, withOwnLimits } from '../../core/verdict/own-limits.ts';
import type { RuleTemplate } from '../../core/verdict/rule.ts';

/** The rules of the profile, with limits of the journey's own, and of the user's, which count for more. */
export function profileRules(): RuleTemplate[] {
  const stated = limits.rules as readonly RuleTemplate[];
  const rules = limits.perRequest ? withJourneyLimits(stated, journey) : stated;
  return withOwnLimits(rules, parseOwnLimits(__ENV.LIMITS ?? '') ?? {});
}
