import type { JourneyShape } from '../journey/journey-shape.ts';
import { fieldOf } from '../records/named-fields.ts';
import type { OwnLimits } from '../settings/own-limits.ts';
import type { OwnLimit, RuleTemplate } from './rule.ts';
import { thresholdAt } from './threshold-at.ts';

/** The rules with the user's numbers in their thresholds, without those that are left out. */
export function withOwnLimits(rules: readonly RuleTemplate[], own: OwnLimits): RuleTemplate[] {
  return rules.flatMap((rule) => {
    const limit = fieldOf(own, rule.id);
    if (limit === null) return [];
    const { ofScenario: _ofJourney, ...bare } = rule;
    const changed = limit === undefined ? rule : { ...bare, threshold: thresholdAt(rule.threshold, limit) };
    const ofOne = Object.entries(own).flatMap(([key, value]): [string, OwnLimit][] => {
      const [id, scenario] = keyOf(key);
      return id === rule.id && scenario !== undefined ? [[scenario, { limit: value, from: 'LIMITS' }]] : [];
    });
    return [withLimitsOf(changed, ofOne)];
  });
}

/** The rules with the limits that a journey has for its requests, where these are the scenarios of the profile. */
export function withJourneyLimits(rules: readonly RuleTemplate[], { requests }: JourneyShape): RuleTemplate[] {
  return rules.map((rule) => {
    if (rule.scope !== 'each-scenario') return rule;
    const ofRequests = Object.entries(requests).flatMap(([name, { limits = {} }]): [string, OwnLimit][] => {
      const limit = fieldOf(limits, rule.id);
      return limit === undefined ? [] : [[name, { limit, from: 'journey' }]];
    });
    return withLimitsOf(rule, ofRequests);
  });
}

function withLimitsOf(rule: RuleTemplate, limits: readonly (readonly [string, OwnLimit])[]): RuleTemplate {
  return limits.length === 0 ? rule : { ...rule, ofScenario: { ...rule.ofScenario, ...Object.fromEntries(limits) } };
}

/** A rule, as far as a limit of the user's own may be on it. */
export type LimitedRule = Pick<RuleTemplate, 'id' | 'scope' | 'scenarios' | 'unit'>;

/**
 * What is wrong with the user's limits beside these rules, a line each.
 *
 * @param scenarios those of the run; undefined where they are not known yet
 */
export function ownLimitProblems(
  rules: readonly LimitedRule[],
  own: OwnLimits,
  scenarios: readonly string[] | undefined,
): string[] {
  const problems = Object.entries(own).flatMap(([key, limit]) => {
    const [id, scenario] = keyOf(key);
    const rule = rules.find((of) => of.id === id);
    if (rule === undefined) {
      return [`there is no rule ${JSON.stringify(id)}: give any of ${rules.map((of) => of.id).join(', ')}`];
    }
    if (rule.scope === 'generator' && limit === null)
      return [`${id} tells whether the other rules may be believed, and cannot be left out`];
    if (rule.unit === 'share' && (limit ?? 0) > 1) return [`${key} is ${limit}, and a share is at most 1`];
    return scenario === undefined ? [] : placeProblems(rule, scenario, { rules, scenarios });
  });
  const isEmpty = rules.every(({ id }) => fieldOf(own, id) === null);
  return (isEmpty ? [...problems, 'no rule is left: keep one at least'] : problems).map(
    (problem) => `LIMITS is not allowed: ${problem}`,
  );
}

interface Known {
  readonly rules: readonly LimitedRule[];
  readonly scenarios: readonly string[] | undefined;
}

function placeProblems(rule: LimitedRule, scenario: string, { rules, scenarios }: Known): string[] {
  if (!isPerScenario(rule)) {
    const others = rules.filter(isPerScenario).map(({ id }) => id);
    const instead = others.length === 0 ? '' : `; of one scenario are ${others.join(', ')}`;
    return [`${rule.id} is about no single scenario, so ${JSON.stringify(`${rule.id}:${scenario}`)} is none${instead}`];
  }
  const allowed = rule.scenarios ?? scenarios;
  if (allowed === undefined || allowed.includes(scenario)) return [];
  return [`${rule.id} has no scenario ${JSON.stringify(scenario)}: give any of ${allowed.join(', ')}`];
}

function isPerScenario({ scope, scenarios }: LimitedRule): boolean {
  return scope === 'each-scenario' || scenarios !== undefined;
}

/** `scenario-latency-p95:list` is the rule of that id for the scenario `list`, as reports have it. */
function keyOf(key: string): [id: string, scenario?: string] {
  const [id = '', ...scenario] = key.split(':');
  return scenario.length === 0 ? [id] : [id, scenario.join(':')];
}
