import limits from 'profile-limits';
import journey from 'the-journey';
import { fieldOf } from '../../core/records/named-fields.ts';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import { parseOwnLimits } from '../../core/settings/own-limits.ts';
import { withJourneyLimits, withOwnLimits } from '../../core/verdict/own-limits.ts';
import type { RulesPlan, RuleTemplate } from '../../core/verdict/rule.ts';
import { type RulesOfJourney, rulesOfJourney } from '../../core/verdict/rules-of-journey.ts';

/**
 * The rules of the profile that the journey can be judged by, with limits of the journey's own, and of the user's, which count
 * for more and are taken as they are.
 */
export function profileRules(): RulesOfJourney {
  const own = parseOwnLimits(__ENV.LIMITS ?? '') ?? {};
  const wanted = (limits.rules as readonly RuleTemplate[]).filter(({ id }) => fieldOf(own, id) !== null);
  const { rules, leftOut } = rulesOfJourney(wanted, journey);
  return { rules: withOwnLimits(limits.perRequest ? withJourneyLimits(rules, journey) : rules, own), leftOut };
}

/** What rules may name of the settings. */
export function variablesOf({
  expectedMaxConnections,
  settleTolerance,
  instances,
}: LoadSettings): RulesPlan['variables'] {
  return {
    EXPECTED_MAX_CONNECTIONS: expectedMaxConnections,
    SETTLE_TOLERANCE: settleTolerance,
    INSTANCES: instances,
  };
}
