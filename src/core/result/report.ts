import type { BreakpointPlan, BreakpointReport } from '../edge/breakpoint.ts';
import type { SaturationPlan, SaturationReport } from '../edge/saturation.ts';
import type { Evidence, EvidencePlan } from '../evidence/evidence.ts';
import type { Finding } from '../findings/finding.ts';
import type { LambdaEvidenceName } from '../lambda/lambda-evidence.ts';
import type { OutagePlan } from '../outage/outage-plan.ts';
import type { OutageReport } from '../outage/outage-report.ts';
import type { Remark } from '../remarks/find-remarks.ts';
import type { SummaryCheck } from '../summary/summary-data.ts';
import type { Count } from '../units/count.ts';
import type { Rule } from '../verdict/rule.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { Stop } from '../verdict/stop.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Scenarios } from '../workload/workload.ts';

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
