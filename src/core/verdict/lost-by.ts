import { submetric } from '../summary/submetric.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import { plannedTotal, type ScenarioPlan } from '../workload/workload.ts';
import type { Rule } from './rule.ts';

/** Once this threshold is crossed, the rule fails whatever is measured afterwards. */
type LostBy = NonNullable<Rule['lostBy']>;

/** A load that may be stopped early. */
interface WholeLoad {
  /** All of it, also where this process sends a share only. */
  readonly scenarios: readonly ScenarioPlan[];
  /** Whether an iteration may send several requests, so that nobody knows how many there will be. */
  readonly hasChains: boolean;
}

/** Metrics whose samples over the limit of a percentile are counted, one by one, where a load may be stopped early. */
export type CountedMetric = 'http_req_duration' | 'iteration_start_delay';

/** Limits on percentiles, in milliseconds, by the metric that they are about. */
export type CountedLimits = Readonly<Partial<Record<CountedMetric, readonly number[]>>>;

/** The rules, each with what it is lost by, as far as a rule can be lost before the end at all. */
export function withLostBy(rules: readonly Rule[], load: WholeLoad): Rule[] {
  return rules.map((rule) => {
    const lostBy = lostByItself(rule) ?? lostByCount(rule, load);
    return lostBy === undefined ? rule : { ...rule, lostBy };
  });
}

/** By scenario, the limits above which each sample counts. */
export function countedLimits(
  rules: readonly Rule[],
  scenarios: readonly string[],
): Readonly<Record<string, CountedLimits>> {
  const counted = rules.flatMap((rule) => (rule.lostBy === undefined ? [] : (countedBy(rule) ?? [])));
  const limitsOf = (scenario: string, metric: CountedMetric) => [
    ...new Set(
      counted
        .filter((one) => one.metric === metric && (one.scenario ?? scenario) === scenario)
        .map(({ limit }) => limit),
    ),
  ];
  return Object.fromEntries(
    scenarios.map((name) => [
      name,
      {
        http_req_duration: limitsOf(name, 'http_req_duration'),
        iteration_start_delay: limitsOf(name, 'iteration_start_delay'),
      },
    ]),
  );
}

/** What is to be none, all, or never above something is lost by the first that is not so. */
function lostByItself({ metric, threshold }: Rule): LostBy | undefined {
  const { method, operator, limit } = parseThresholdExpression(threshold);
  const isAtMost = operator.startsWith('<');
  const isExact = operator.startsWith('==');
  const isLost =
    ((method === 'max' || method === 'count') && isAtMost) ||
    (method === 'count' && isExact && limit === 0) ||
    (method === 'rate' && isExact && (limit === 0 || limit === 1));
  return isLost ? { metric, threshold } : undefined;
}

/** A share is lost once there are too many for the load as it is planned, even if all that is to come is sound. */
function lostByCount(rule: Rule, load: WholeLoad): LostBy | undefined {
  const { method, operator, limit, percent = 0 } = parseThresholdExpression(rule.threshold);
  const most = mostIterations(rule, load);
  const place = placeOf(rule);
  const counted = countedBy(rule);
  if (counted !== undefined && (!load.hasChains || counted.metric === 'iteration_start_delay')) {
    const metric = submetric('samples_over_limit', { limit: `${counted.limit}`, of: counted.metric, ...place });
    return { metric, threshold: `count<${overThatLose(most, percent)}` };
  }
  if (method === 'rate' && operator.startsWith('<') && !load.hasChains && isOf(rule, 'http_req_failed', {})) {
    const allowed = operator === '<' ? Math.ceil(limit * most) : Math.floor(limit * most);
    const metric = submetric('http_reqs', { expected_response: 'false', ...place });
    return { metric, threshold: `count${operator}${allowed}` };
  }
  return undefined;
}

/** How many samples at or above a limit put a percentile there, by k6's way to interpolate. */
function overThatLose(samples: number, percent: number): number {
  return samples - Math.floor((percent / 100) * (samples - 1));
}

/** k6 may send one more than is planned, in each scenario. */
function mostIterations({ scenario }: Rule, { scenarios }: WholeLoad): number {
  const own = scenarios.filter(({ name }) => scenario === undefined || scenario === name);
  return plannedTotal(own) + own.length;
}

function countedBy(rule: Rule): { metric: CountedMetric; limit: number; scenario: string | undefined } | undefined {
  const { method, operator, limit } = parseThresholdExpression(rule.threshold);
  if (method !== 'p' || operator !== '<') return undefined;
  const { scenario } = rule;
  if (isOf(rule, 'http_req_duration', { expected_response: 'true' })) {
    return { metric: 'http_req_duration', limit, scenario };
  }
  return isOf(rule, 'iteration_start_delay', {}) ? { metric: 'iteration_start_delay', limit, scenario } : undefined;
}

/** Whether a rule is about all samples of a metric with these tags, in its place. */
function isOf(rule: Rule, metric: CountedMetric | 'http_req_failed', tags: Readonly<Record<string, string>>): boolean {
  return rule.metric === submetric(metric, { ...tags, ...placeOf(rule) });
}

function placeOf({ scenario }: Rule): Readonly<Record<string, string>> {
  return scenario === undefined ? { target: 'api' } : { scenario };
}
