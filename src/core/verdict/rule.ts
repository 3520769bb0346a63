import type { MetricName, MetricSelector, NamesOf } from '../metrics/catalogue.ts';
import { fieldOf } from '../records/named-fields.ts';
import { submetric } from '../summary/submetric.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import { lengthMs, plannedTotal, type ScenarioPlan } from '../workload/workload.ts';
import { thresholdAt } from './threshold-at.ts';

type Tags = Readonly<Record<string, string>>;

/** The limit of a rule for one scenario: another number, or null to leave the rule out there. */
export interface OwnLimit {
  readonly limit: number | null;
  readonly from: 'LIMITS' | 'journey';
}

/** A rule as `thresholds/*.json` states it; see thresholds.schema.json for each field. */
export interface RuleTemplate {
  readonly id: string;
  readonly title: string;
  readonly scope: 'total' | 'each-scenario' | 'redis' | 'observer' | 'generator';
  /** With the scopes each-scenario and generator: a rule for each of these. */
  readonly scenarios?: readonly string[];
  readonly metric: MetricName;
  readonly tags?: Tags;
  readonly optional?: true;
  /** Part of the run only where this setting is given. */
  readonly given?: string;
  readonly threshold: string;
  /** Limits that one scenario has of its own. */
  readonly ofScenario?: Readonly<Record<string, OwnLimit>>;
  readonly unit?: 'ms' | 'share' | 'count' | 'bytes';
  readonly floor: { readonly counter: NamesOf<'counter'>; readonly tags?: Tags; readonly perIteration: number };
}

/** A rule laid over a plan: one metric, one threshold, and the samples that a pass needs. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** What it is about. A rule about the generator tells whether the others may be believed. */
  readonly about: 'api' | 'redis' | 'generator';
  /** The scenario it is about; none for the total and for Redis. */
  readonly scenario?: string;
  readonly metric: MetricSelector;
  readonly threshold: string;
  readonly unit?: 'ms' | 'share' | 'count' | 'bytes';
  readonly floor: { readonly counter: MetricSelector<NamesOf<'counter'>>; readonly atLeast: number };
  /** Whether the run can only be healthy if this rule passed. */
  readonly required: boolean;
  /** Whether the plan has anything to measure it by, even if that is too little to judge. */
  readonly isMeasured: boolean;
  /** Whether it decides only where it fails. */
  readonly isOptional: boolean;
  /** Set where the limit is not of the profile, but of the request in the journey. */
  readonly limitFrom?: 'journey';
  /** What it is lost by before the end; only where that stops the load. */
  readonly lostBy?: { readonly metric: MetricSelector; readonly threshold: string };
}

/** What the rules are laid over. */
export interface RulesPlan {
  readonly scenarios: readonly ScenarioPlan[];
  /** Iterations of the observer planned; 0 when there is none. */
  readonly looks: number;
  /** Observations of Redis planned; 0 when it is not observed. */
  readonly observations: number;
  readonly requireRedis: boolean;
  /** Settings that rules name, such as EXPECTED_MAX_CONNECTIONS; 0 is not given. */
  readonly variables: Readonly<Record<string, number>>;
}

interface Place {
  readonly about: Rule['about'];
  readonly tags: Tags;
  readonly planned: number;
  readonly required: boolean;
  readonly scenario?: string;
}

/** The rules of a profile for one plan: one for each scenario where the scope says so, floors scaled with the load. */
export function layRules(templates: readonly RuleTemplate[], plan: RulesPlan): Rule[] {
  const isAsked = ({ given }: RuleTemplate) => given === undefined || Boolean(plan.variables[given]);
  return templates.filter(isAsked).flatMap((template) =>
    placesOf(template, plan).flatMap((place) => {
      const own = ownLimitOf(template, place);
      return own?.limit === null ? [] : [layRule(withLimit(template, own), place, plan.variables)];
    }),
  );
}

function ownLimitOf({ ofScenario = {} }: RuleTemplate, { scenario }: Place): OwnLimit | undefined {
  return scenario === undefined ? undefined : fieldOf(ofScenario, scenario);
}

function withLimit(template: RuleTemplate, own: OwnLimit | undefined): RuleTemplate & Pick<Rule, 'limitFrom'> {
  if (own === undefined || own.limit === null) return template;
  const threshold = thresholdAt(template.threshold, own.limit);
  return { ...template, threshold, ...(own.from === 'journey' && { limitFrom: own.from }) };
}

function placesOf({ id, scope, scenarios: wanted }: RuleTemplate, plan: RulesPlan): Place[] {
  if (scope === 'redis') {
    const required = plan.requireRedis || plan.observations > 0;
    if (wanted === undefined)
      return [{ about: 'redis', tags: { target: 'redis' }, planned: plan.observations, required }];
    return chosenOf(id, wanted, plan).map(({ name, durationMs }) => ({
      about: 'redis',
      tags: { target: 'redis', phase: name },
      planned: (plan.observations * durationMs) / lengthMs(plan.scenarios),
      required,
      scenario: name,
    }));
  }
  const about = scope === 'generator' ? 'generator' : 'api';
  if (scope === 'observer') return [{ about: 'api', tags: { target: 'redis' }, planned: plan.looks, required: true }];
  if (scope === 'total' || (scope === 'generator' && wanted === undefined)) {
    return [{ about, tags: { target: 'api' }, planned: plannedTotal(plan.scenarios), required: true }];
  }
  const chosen = chosenOf(id, wanted, plan);
  return chosen.map(({ name, plannedRequests }) => ({
    about,
    tags: { scenario: name },
    planned: plannedRequests,
    required: true,
    scenario: name,
  }));
}

/** @throws RangeError when the plan lacks a scenario that the rule names */
function chosenOf(id: string, wanted: RuleTemplate['scenarios'], plan: RulesPlan): readonly ScenarioPlan[] {
  const unknown = wanted?.find((name) => plan.scenarios.every((scenario) => scenario.name !== name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot apply the rule "${id}": the profile has no scenario "${unknown}", only ${plan.scenarios.map(({ name }) => name).join(', ')}`,
    );
  }
  return plan.scenarios.filter(({ name }) => wanted?.includes(name) ?? true);
}

function layRule(template: ReturnType<typeof withLimit>, place: Place, variables: RulesPlan['variables']): Rule {
  const { id, title, metric, threshold, unit, floor, tags, optional = false, limitFrom } = template;
  const filled = filledIn(threshold, variables);
  const samplesNeeded = samplesForStatistic(filled);
  return {
    id: place.scenario === undefined ? id : `${id}:${place.scenario}`,
    title,
    about: place.about,
    ...(place.scenario === undefined ? {} : { scenario: place.scenario }),
    metric: submetric(metric, { ...tags, ...place.tags }),
    threshold: filled,
    ...(unit === undefined ? {} : { unit }),
    floor: {
      counter: submetric(floor.counter, { ...floor.tags, ...place.tags }),
      // Never 0: a rule without a single sample cannot pass.
      atLeast: Math.max(samplesNeeded, Math.floor(place.planned * floor.perIteration)),
    },
    // What is planned too short for a percentile must not keep every such run from being healthy.
    required:
      place.required &&
      !optional &&
      !(place.planned > 0 && place.planned * Math.ceil(floor.perIteration) < samplesNeeded),
    isMeasured: place.required,
    isOptional: optional,
    ...(limitFrom && { limitFrom }),
  };
}

/** A threshold with the settings that it names: `max<={EXPECTED_MAX_CONNECTIONS}` → `max<=10`. */
export function filledIn(threshold: string, variables: RulesPlan['variables']): string {
  return threshold.replace(/\{(\w+)\}/, (_placeholder, name: string) => `${variables[name]}`);
}

/** With fewer samples, a percentile is no more than the largest of them: the 95th needs 20, the 99th 100. */
export function samplesForStatistic(threshold: string): number {
  const { percent } = parseThresholdExpression(threshold);
  // Less a little, since 100 / (100 - 99.9) is no whole number.
  return percent === undefined || percent >= 100 ? 1 : Math.ceil(100 / (100 - percent) - 1e-6);
}
