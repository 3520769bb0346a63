import limits from 'profile-limits';
import { parseOwnLimits } from '../../core/settings/own-limits.ts';
import { withOwnLimits } from '../../core/verdict/own-limits.ts';
import type { RuleTemplate } from '../../core/verdict/rule.ts';

/** The rules of the profile, with limits of the user's own. */
export function profileRules(): RuleTemplate[] {
  return withOwnLimits(limits.rules as readonly RuleTemplate[], parseOwnLimits(__ENV.LIMITS ?? '') ?? {});
}
