import type { MetricName, MetricSelector, StatisticOf } from '../metrics/catalogue.ts';
import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryData } from '../summary/summary-data.ts';
import type { Count } from '../units/count.ts';
import { formatMs } from '../units/numbers.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { ScenarioPlan } from '../workload/workload.ts';
import { edgeRule } from './edge-rule.ts';
import { achievedPerSecond, findKnee, inFlight, type Knee, ownDelayMs, type Step } from './find-knee.ts';

/** What a saturation run looks for. */
export interface SaturationPlan {
  readonly kind: 'saturation';
  /** Connections that the pool of the API may have. */
  readonly poolSize: Count;
  /** The rate that the API must hold, requests per second; 0 for none. */
  readonly expectedRate: number;
  readonly requestTimeoutMs: number;
  readonly vusByStep: Readonly<Record<string, number>>;
}

export interface StepReport {
  readonly ratePerSecond: number;
  readonly achievedPerSecond: number;
  readonly p95Ms: number;
  readonly inFlight: number;
  /** The most connections of the pool in use, and requests waiting for one, that the API told; null when it did not. */
  readonly poolInUse: number | null;
  readonly poolWaiting: number | null;
  readonly requests: Count;
  readonly failedRequests: Count;
  readonly droppedIterations: Count;
  readonly startDelayMs: number;
}

export interface SaturationReport {
  readonly poolSize: Count;
  readonly steps: readonly StepReport[];
  readonly knee: Knee;
  /** The knee in one line. */
  readonly sentence: string;
}

/** Submetrics that the steps are read from. */
export function saturationMetrics(stepNames: readonly string[]): string[] {
  return stepNames.flatMap((scenario) => [
    submetric('http_req_duration', { scenario }),
    submetric('http_reqs', { scenario, status: '0' }),
    submetric('iteration_start_delay', { scenario }),
    submetric('pool_in_use', { phase: scenario }),
    submetric('pool_waiting', { phase: scenario }),
  ]);
}

/** How far the steps came. */
interface SaturationRun {
  readonly scenarios: readonly ScenarioPlan[];
  /** How long the load lasted. */
  readonly lastedMs: number;
  /** A stop ended the run, which is an end as good as any. */
  readonly isStopped: boolean;
}

/** Finds the knee, and judges it by the rate that is expected. */
export function judgeSaturation(
  plan: SaturationPlan,
  { scenarios, lastedMs, isStopped }: SaturationRun,
  data: SummaryData,
): { saturation: SaturationReport; rule: RuleResult } {
  const measured = scenarios.filter(({ startMs, durationMs }) => isStopped || startMs + durationMs <= lastedMs);
  const steps = measured.map((scenario) => stepOf(scenario, plan, data));
  const knee = findKnee(steps);
  const reports = steps.map((step, index) => reportOf(step, measured[index]?.name ?? '', data));
  const held = knee.holdsPerSecond ?? 0;
  const isOpen = measured.length < scenarios.length || (knee.kind === 'generator' && held < plan.expectedRate);
  return {
    saturation: { poolSize: plan.poolSize, steps: reports, knee, sentence: sentenceOf(knee, reports, plan.poolSize) },
    rule: edgeRule({
      id: 'held-rate',
      title: 'requests per second that the API holds',
      actual: steps.length === 0 ? null : held,
      expectedRate: plan.expectedRate,
      samples: isOpen ? Math.min(measured.length, scenarios.length - 1) : scenarios.length,
      samplesNeeded: scenarios.length,
    }),
  };
}

function stepOf(
  { name, ratePerSecond, durationMs, plannedRequests }: ScenarioPlan,
  { vusByStep, requestTimeoutMs }: SaturationPlan,
  data: SummaryData,
): Step {
  const value = <Name extends MetricName>(metric: Name, statistic: StatisticOf<MetricSelector<Name>>) =>
    readValue(data, submetric(metric, { scenario: name }), statistic);
  // No answer is a time-out where some request lasted as long, and a refusal otherwise.
  const hasTimeouts = value('http_req_duration', 'max') >= requestTimeoutMs * 0.9;
  const unanswered = readValue(data, submetric('http_reqs', { scenario: name, status: '0' }), 'count');
  return {
    ratePerSecond,
    durationMs,
    plannedRequests,
    iterations: value('iterations', 'count'),
    requests: value('http_reqs', 'count'),
    failedRequests: value('http_req_failed', 'passes'),
    timedOutRequests: hasTimeouts ? unanswered : 0,
    droppedIterations: value('dropped_iterations', 'count'),
    meanMs: value('http_req_duration', 'avg'),
    p95Ms: value('http_req_duration', 'p(95)'),
    startDelayMs: value('iteration_start_delay', 'p(95)'),
    vus: vusByStep[name] ?? 0,
  };
}

function reportOf(step: Step, name: string, data: SummaryData): StepReport {
  const most = (metric: 'pool_in_use' | 'pool_waiting'): number | null => {
    const selected = submetric(metric, { phase: name });
    return readValue(data, selected, 'count') === 0 ? null : readValue(data, selected, 'max');
  };
  return {
    ratePerSecond: step.ratePerSecond,
    achievedPerSecond: achievedPerSecond(step),
    p95Ms: step.p95Ms,
    inFlight: inFlight(step),
    poolInUse: most('pool_in_use'),
    poolWaiting: most('pool_waiting'),
    requests: step.requests,
    failedRequests: step.failedRequests,
    droppedIterations: step.droppedIterations,
    startDelayMs: ownDelayMs(step),
  };
}

function sentenceOf({ kind, step, levelMs }: Knee, steps: readonly StepReport[], poolSize: number): string {
  const last = steps.at(-1);
  if (last === undefined) return 'not measured: the run ended before its first step did';
  const load = (at: StepReport) =>
    `${rate(at.ratePerSecond)} requests/s (${at.inFlight.toFixed(1)} in flight, pool of ${poolSize})`;
  const over = step === null ? undefined : steps[step];
  if (over === undefined || step === null) {
    return `not reached: p95 still ${formatMs(last.p95Ms)} at ${load(last)}; raise RATE or STEPS to find the knee`;
  }
  const before = steps[step - 1];
  if (kind === 'generator') {
    const held = before === undefined ? '' : `; the API held ${load(before)}`;
    return `not reached: the generator was the limit at ${rate(over.ratePerSecond)}/s (${rate(over.achievedPerSecond)}/s sent, up to ${formatMs(over.startDelayMs)} late)${held}`;
  }
  const start = before === undefined ? 'does not hold its first step:' : `holds to ${load(before)}, then`;
  const failed = over.failedRequests === 0 ? [] : [`${over.failedRequests} of ${over.requests} requests failed`];
  const unsent = over.droppedIterations === 0 ? [] : [`${over.droppedIterations} found no free VU`];
  const at = `at ${rate(over.ratePerSecond)}/s`;
  if (kind === 'errors') return `${start} errors first: ${[...failed, ...unsent].join(', ')} ${at}`;
  const p95 = `p95 ${levelMs === null ? '' : `${formatMs(levelMs)} → `}${formatMs(over.p95Ms)} ${at}`;
  return `${start} waits first: ${[p95, `${over.inFlight.toFixed(1)} in flight`, ...failed, ...unsent].join(', ')}${notFull(over, poolSize)}`;
}

/** Whether they waited for something else than the pool: by what the API tells of it, else by what is in flight. */
function notFull({ poolInUse, inFlight: requests }: StepReport, poolSize: number): string {
  const inUse = poolInUse ?? requests;
  return inUse >= poolSize ? '' : `; the pool was not full (${Math.floor(inUse)} of ${poolSize} in use)`;
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond)}`;
}
