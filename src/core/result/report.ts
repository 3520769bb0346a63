import { type BreakpointPlan, type BreakpointReport, judgeBreakpoint } from '../edge/breakpoint.ts';
import { judgeSaturation, type SaturationPlan, type SaturationReport } from '../edge/saturation.ts';
import { LISTED_STATUS_CODES } from '../evidence/answer-status.ts';
import { buildEvidence, type Evidence, type EvidencePlan } from '../evidence/evidence.ts';
import { onlyUnlistedStatus } from '../evidence/unexpected-status.ts';
import { findCauses } from '../findings/find-causes.ts';
import { findOutageCauses, type Judged } from '../findings/find-outage-causes.ts';
import { findUnexplained } from '../findings/find-unexplained.ts';
import type { Finding } from '../findings/finding.ts';
import type { LambdaEvidenceName } from '../lambda/lambda-evidence.ts';
import type { MetricSelector, NamesOf } from '../metrics/catalogue.ts';
import type { Statistics } from '../metrics/metric-types.ts';
import type { OutagePlan } from '../outage/outage-plan.ts';
import { type OutageReport, reportOutage } from '../outage/outage-report.ts';
import { findRemarks, type Remark, remarkOn } from '../remarks/find-remarks.ts';
import { allChecks } from '../summary/all-checks.ts';
import { notesOf } from '../summary/notes.ts';
import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryCheck, type SummaryData } from '../summary/summary-data.ts';
import { printableData } from '../text/printable.ts';
import type { Count } from '../units/count.ts';
import { judgeRules } from '../verdict/judge-rules.ts';
import type { Rule } from '../verdict/rule.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { crossedStop, loadLastedMs, type Stop } from '../verdict/stop.ts';
import { whyStoppedEarly } from '../verdict/stopped-early.ts';
import { reachVerdict, type Verdict } from '../verdict/verdict.ts';
import { lengthMs, type ScenarioPlan, type Scenarios } from '../workload/workload.ts';

/** What was sent, as far as two runs must agree on it to be compared. */
export interface Workload {
  /** As in k6's `options.scenarios`. */
  readonly scenarios: Scenarios;
  /** Settings by the name of their variable. */
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a run is against, without credentials. */
export interface Target {
  /** Address of the API. */
  readonly baseUrl: string;
  /** Address of Redis; null when there was no Redis check. */
  readonly redisUrl: string | null;
  /** The proxy that requests go through. */
  readonly proxy?: string;
  /** Certificates are taken as they come. */
  readonly isTlsUnverified?: true;
}

/** What a profile wanted, told to the report. */
export interface Plan extends EvidencePlan {
  readonly profile: string;
  readonly target: Target;
  readonly workload: Workload;
  readonly rules: readonly Rule[];
  /** Titles of rules that need requests which the journey does not have. */
  readonly leftOut?: readonly string[];
  /** What may end the run before its time. */
  readonly stops?: readonly Stop[];
  /** Set for a run that looks for the edge of the API. */
  readonly edge?: SaturationPlan | BreakpointPlan;
  /** When Redis is taken away, and above what an answer is slow; only where that is part of the profile. */
  readonly outage?: OutagePlan & { readonly slowMs: number };
}

/** Milliseconds of answered requests; null without an answer. */
export interface LatencyMs {
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface ScenarioReport {
  /** Iterations planned: each is one request, or a chain of several. */
  readonly plannedRequests: Count;
  readonly ratePerSecond: number;
  /** Iterations that were completed; older results do not have it. */
  readonly iterations?: Count;
  readonly requests: Count;
  readonly failedRequests: Count;
  readonly droppedIterations: Count;
  readonly latencyMs: LatencyMs | null;
}

/** What came of a run, as far as the bundle itself can tell: the same on every engine. */
export interface Report<Known = Evidence> {
  readonly profile: string;
  readonly target: Target;
  readonly workload: Workload;
  readonly verdict: Verdict;
  readonly rules: readonly RuleResult[];
  /** None where the run is healthy. */
  readonly findings: readonly Finding<keyof Known | LambdaEvidenceName>[];
  /** What is worth knowing though it is no fault of this run; left out where there is nothing. */
  readonly remarks?: readonly Remark[];
  /** What the findings rest on; null when nothing was measured. */
  readonly evidence: Known | null;
  readonly requests: Omit<ScenarioReport, 'ratePerSecond'> & {
    readonly achievedPerSecond: number;
    /** Mean number of requests under way, by Little's law: rate × mean latency; null without a request. */
    readonly inFlight: number | null;
  };
  readonly scenarios: Readonly<Record<string, ScenarioReport>>;
  /** Requests by status code, as far as any came; 0 stands for no answer, `other` for several rare codes. */
  readonly statusCodes: Readonly<Record<string, number>>;
  readonly checks: readonly SummaryCheck[];
  readonly redis: {
    readonly commands: Count;
    readonly failedCommands: Count;
    readonly latencyMs: LatencyMs | null;
  } | null;
  /** Id of the stop that ended the run, if one did. */
  readonly stoppedBy?: string;
  /** Where STOP_EARLY ended the load: what could not be kept any more, and when. In words. */
  readonly stoppedEarly?: string;
  /** The steps and the knee of the profile saturation. */
  readonly saturation?: SaturationReport;
  /** Where the profile breakpoint ended. */
  readonly breakpoint?: BreakpointReport;
  /** Only where Redis was taken away on purpose. */
  readonly outage?: OutageReport;
  /** Setup, load and teardown. */
  readonly testRunDurationMs: number;
}

const API = { target: 'api' };
const REDIS = { target: 'redis' };

/** Judges what the engine measured against the plan. */
export function buildReport(plan: Plan, data: SummaryData): Report {
  const scenarios = plan.scenarios.map((scenario) => [scenario.name, scenarioReport(scenario, data)] as const);
  const evidence = buildEvidence(data, plan);
  const outage = plan.outage && reportOutage(plan.outage, plan.outage.slowMs, data);
  const total = sumUp(scenarios.map(([, report]) => report));
  const stop = crossedStop(plan.stops ?? [], data);
  const { rule, ...edge } = judgeEdge(plan, data, stop, total.requests);
  const stoppedEarly = stop === undefined ? whyStoppedEarly(plan, data) : undefined;
  const judged = [...judgeRules(plan.rules, data), ...(rule === undefined ? [] : [rule])];
  const rules = stoppedEarly === undefined ? judged : judged.map(leftOpen);
  const verdict = reachVerdict(rules);
  // Where nothing was sent, or Redis is not looked at, no rule of it is missed.
  const isJudged = total.requests > 0 && plan.target.redisUrl !== null;
  const remarks = [...findRemarks(evidence), ...(isJudged ? remarkOn(plan.leftOut ?? []) : [])];
  // Names and texts of strangers are in it, and all of it is shown.
  return printableData({
    profile: plan.profile,
    target: plan.target,
    workload: plan.workload,
    verdict,
    rules,
    // What fails beyond the edge needs no cause: there the profile meant to be.
    findings:
      verdict.status === 'healthy' ? [] : causesOf(plan, outage, { rules, evidence, notes: notesOf(data.root_group) }),
    ...(remarks.length > 0 ? { remarks } : {}),
    evidence,
    requests: {
      ...total,
      achievedPerSecond: meanRate(total.requests, Math.min(lengthMs(plan.scenarios), loadLastedMs(data))),
      inFlight: evidence.requestsInFlight,
      latencyMs: latencyOf(data, submetric('http_req_duration', { expected_response: 'true', ...API })),
    },
    scenarios: Object.fromEntries(scenarios),
    statusCodes: statusCodesOf(data, total.requests),
    checks: allChecks(data.root_group),
    redis: plan.target.redisUrl === null ? null : redisReport(data),
    ...(stop === undefined ? {} : { stoppedBy: stop.id }),
    ...(stoppedEarly === undefined ? {} : { stoppedEarly }),
    ...edge,
    ...(outage && { outage }),
    testRunDurationMs: data.state.testRunDurationMs,
  });
}

/** The load was stopped, and so a rule has too few samples. */
function leftOpen(rule: RuleResult): RuleResult {
  const isOpen = rule.status === 'not-judged' && rule.why === undefined;
  return isOpen ? { ...rule, why: 'the load was stopped early' } : rule;
}

/** Over the time that was: a load that was cut short is not to look slow. */
function meanRate(requests: number, overMs: number): number {
  return overMs > 0 ? (requests * 1_000) / overMs : 0;
}

function causesOf(plan: Plan, outage: OutageReport | undefined, judged: Judged): Finding[] {
  const { evidence, rules, notes } = judged;
  const causes =
    plan.outage && outage ? findOutageCauses(plan.outage, outage, judged) : findCauses(evidence, rules, notes);
  return causes.length > 0 ? causes : findUnexplained(rules);
}

type Edge = { readonly rule?: RuleResult } & Pick<Report, 'saturation' | 'breakpoint'>;

function judgeEdge({ edge, scenarios }: Plan, data: SummaryData, stop: Stop | undefined, requests: number): Edge {
  if (edge === undefined) return {};
  const lastedMs = loadLastedMs(data);
  return edge.kind === 'saturation'
    ? judgeSaturation(edge, { scenarios, lastedMs, isStopped: stop !== undefined }, data)
    : judgeBreakpoint(edge, stop, lastedMs, requests);
}

function scenarioReport({ name, plannedRequests, ratePerSecond }: ScenarioPlan, data: SummaryData): ScenarioReport {
  const tags = { scenario: name };
  return {
    plannedRequests,
    ratePerSecond,
    iterations: readValue(data, submetric('iterations', tags), 'count'),
    requests: readValue(data, submetric('http_reqs', tags), 'count'),
    failedRequests: readValue(data, submetric('http_req_failed', tags), 'passes'),
    droppedIterations: readValue(data, submetric('dropped_iterations', tags), 'count'),
    latencyMs: latencyOf(data, submetric('http_req_duration', { expected_response: 'true', ...tags })),
  };
}

function sumUp(scenarios: readonly ScenarioReport[]) {
  const sum = (pick: (scenario: ScenarioReport) => number) =>
    scenarios.reduce((total, scenario) => total + pick(scenario), 0);
  return {
    plannedRequests: sum(({ plannedRequests }) => plannedRequests),
    iterations: sum(({ iterations = 0 }) => iterations),
    requests: sum(({ requests }) => requests),
    failedRequests: sum(({ failedRequests }) => failedRequests),
    droppedIterations: sum(({ droppedIterations }) => droppedIterations),
  };
}

function latencyOf(data: SummaryData, metric: MetricSelector<NamesOf<'trend'>>): LatencyMs | null {
  if (readValue(data, metric, 'count') === 0) return null;
  const value = (statistic: Statistics['trend']) => readValue(data, metric, statistic);
  return {
    min: value('min'),
    mean: value('avg'),
    p50: value('med'),
    p90: value('p(90)'),
    p95: value('p(95)'),
    p99: value('p(99)'),
    p999: value('p(99.9)'),
    max: value('max'),
  };
}

function statusCodesOf(data: SummaryData, requests: number): Record<string, number> {
  const counts = LISTED_STATUS_CODES.map(
    (status) => [status, readValue(data, submetric('http_reqs', { status, ...API }), 'count')] as const,
  );
  const other = requests - counts.reduce((sum, [, count]) => sum + count, 0);
  const name = `${onlyUnlistedStatus(data) ?? 'other'}`;
  return Object.fromEntries([...counts, [name, other] as const].filter(([, count]) => count > 0));
}

function redisReport(data: SummaryData): NonNullable<Report['redis']> {
  const commands = readValue(data, submetric('redis_commands', REDIS), 'count');
  const answered = readValue(data, submetric('redis_commands', { outcome: 'ok', ...REDIS }), 'count');
  return {
    commands,
    failedCommands: commands - answered,
    latencyMs: latencyOf(data, submetric('redis_command_duration', REDIS)),
  };
}
