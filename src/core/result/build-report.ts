import { judgeBreakpoint } from '../edge/breakpoint.ts';
import { judgeSaturation } from '../edge/saturation.ts';
import { buildEvidence } from '../evidence/evidence.ts';
import { findCauses } from '../findings/find-causes.ts';
import { findOutageCauses, type Judged } from '../findings/find-outage-causes.ts';
import { findUnexplained } from '../findings/find-unexplained.ts';
import type { Finding } from '../findings/finding.ts';
import { type OutageReport, reportOutage } from '../outage/outage-report.ts';
import { findRemarks, remarkOn } from '../remarks/find-remarks.ts';
import { allChecks } from '../summary/all-checks.ts';
import { notesOf } from '../summary/notes.ts';
import { submetric } from '../summary/submetric.ts';
import type { SummaryData } from '../summary/summary-data.ts';
import { printableData } from '../text/printable.ts';
import { judgeRules } from '../verdict/judge-rules.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { crossedStop, loadLastedMs, type Stop } from '../verdict/stop.ts';
import { whyStoppedEarly } from '../verdict/stopped-early.ts';
import { reachVerdict } from '../verdict/verdict.ts';
import { lengthMs } from '../workload/workload.ts';
import type { Plan, Report } from './report.ts';
import { latencyOf, redisReport, scenarioReport, statusCodesOf, sumUp } from './report-figures.ts';

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
      latencyMs: latencyOf(data, submetric('http_req_duration', { expected_response: 'true', target: 'api' })),
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
