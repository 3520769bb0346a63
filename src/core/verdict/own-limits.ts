import { fieldOf } from '../records/named-fields.ts';
import type { OwnLimits } from '../settings/own-limits.ts';
import type { RuleTemplate } from './rule.ts';

const NUMBER = /((?:<=|>=|<|>|===?|!=) ?).+$/;

/** The rules with the user's numbers in their thresholds, without those that are left out. */
export function withOwnLimits(rules: readonly RuleTemplate[], own: OwnLimits): RuleTemplate[] {
  return rules.flatMap((rule) => {
    const limit = fieldOf(own, rule.id);
    if (limit === null) return [];
    return [limit === undefined ? rule : { ...rule, threshold: rule.threshold.replace(NUMBER, `$1${limit}`) }];
  });
}

/** What is wrong with the user's limits beside these rules, a line each. */
export function ownLimitProblems(rules: readonly RuleTemplate[], own: OwnLimits): string[] {
  const ids = rules.map(({ id }) => id);
  const problems = Object.entries(own).flatMap(([id, limit]) => {
    const rule = rules.find((of) => of.id === id);
    if (rule === undefined) return [`there is no rule ${JSON.stringify(id)}: give any of ${ids.join(', ')}`];
    if (rule.scope === 'generator' && limit === null)
      return [`${id} tells whether the other rules may be believed, and cannot be left out`];
    return rule.unit === 'share' && (limit ?? 0) > 1 ? [`${id} is ${limit}, and a share is at most 1`] : [];
  });
  const isEmpty = ids.every((id) => fieldOf(own, id) === null);
  return (isEmpty ? [...problems, 'no rule is left: keep one at least'] : problems).map(
    (problem) => `LIMITS is not allowed: ${problem}`,
  );
}
