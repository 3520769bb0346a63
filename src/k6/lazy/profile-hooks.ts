import exec from 'k6/execution';
import type { Options } from 'k6/options';
import { textSummary } from 'k6-summary';
import limits from 'profile-limits';
import type { BreakpointPlan } from '../../core/edge/breakpoint.ts';
import { type SaturationPlan, saturationMetrics } from '../../core/edge/saturation.ts';
import { outageMetrics } from '../../core/outage/outage-metrics.ts';
import { outagePlanOf, slowMsOf } from '../../core/outage/outage-plan.ts';
import { renderVerdict } from '../../core/reports/verdict-text.ts';
import { buildReport, type Plan, type Report } from '../../core/result/report.ts';
import { reportedMetrics } from '../../core/result/reported-metrics.ts';
import { k6Thresholds } from '../../core/rules/k6-thresholds.ts';
import { layRules, type RuleTemplate } from '../../core/rules/rule.ts';
import { crossedStop, layStops, loadLastedMs, type StopTemplate } from '../../core/rules/stop.ts';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import { SUMMARY_TREND_STATS, type SummaryData } from '../../core/summary/summary-data.ts';
import { maskUrl } from '../../core/units/mask-url.ts';
import { type Stripe, stripeOf, WHOLE } from '../../core/workload/execution-segment.ts';
import { plannedTotal, planOf, planOfStripe } from '../../core/workload/workload.ts';
import type { Scenario } from '../setup/profile.ts';

/** The part of a run that one of several processes does, as k6 writes it; nothing when it does the whole. */
interface Segment {
  readonly executionSegment?: string | null | undefined;
  readonly executionSegmentSequence?: string | null | undefined;
}

/** What makes a profile, beside its file in `thresholds/`: its load, and what the user set. */
export interface Profile {
  readonly settings: LoadSettings;
  readonly scenarios: Record<string, Scenario>;
  /** What the profile looks for, if its purpose is to find where the API stops to hold. */
  readonly edge?: SaturationPlan | BreakpointPlan;
}

/** What k6 asks a profile for, once each. */
export interface ProfileHooks {
  readonly options: Options;
  readonly handleSummary: (data: SummaryData) => Record<string, string>;
}

/** Lays the rules of a profile over its load: thresholds for the engine, and the report at the end. */
export function profileHooks(profile: Profile): ProfileHooks {
  const { scenarios, edge } = profile;
  // The build checked the file against its schema, which TypeScript does not know of.
  const templates = limits.rules as readonly RuleTemplate[];
  const names = planOf(scenarios, 'api').map(({ name }) => name);
  const outage = outagePlanOf(scenarios);
  const stops = layStops((limits.stops ?? []) as readonly StopTemplate[], names);
  const planUntil = (untilMs: number, stripe: Stripe): Plan => ({
    ...planOfProfile(profile, templates, untilMs, stripe),
    stops,
    ...(edge === undefined ? {} : { edge }),
    ...(outage === undefined ? {} : { outage: { ...outage, slowMs: slowMsOf(templates) } }),
  });
  // The engine cannot ask a run that may be stopped for more than one sample; what it planned is known at its end.
  const segment = segmentOfEnvironment();
  const { rules } = planUntil(stops.length > 0 ? 0 : Number.POSITIVE_INFINITY, stripeOfSegment(segment));
  const thresholds = k6Thresholds(
    rules.filter(({ required }) => required),
    [
      ...reportedMetrics(names),
      ...(edge?.kind === 'saturation' ? saturationMetrics(names) : []),
      ...(outage === undefined ? [] : outageMetrics(outage)),
    ],
    stops,
  );
  return {
    options: {
      scenarios,
      thresholds,
      ...segment,
      summaryTrendStats: [...SUMMARY_TREND_STATS],
      cloud: { name: `poolproof ${limits.profile}` },
    },
    handleSummary: (data) => {
      const isStopped = crossedStop(stops, data) !== undefined;
      const lastedMs = isStopped ? loadLastedMs(data) : Number.POSITIVE_INFINITY;
      return summarize(buildReport(planUntil(lastedMs, stripeOfSegment(segmentOfRun())), data), data);
    },
  };
}

/**
 * The part of the run that this process is to do. k6 shows init code its flags not, and reads no variables for them: so
 * they are variables of ours, and thresholds can be those of the part.
 */
function segmentOfEnvironment() {
  const { K6_EXECUTION_SEGMENT: executionSegment, K6_EXECUTION_SEGMENT_SEQUENCE: executionSegmentSequence } = __ENV;
  return {
    ...(executionSegment ? { executionSegment } : {}),
    ...(executionSegmentSequence ? { executionSegmentSequence } : {}),
  };
}

function segmentOfRun(): Segment {
  const segment = exec.test.options as Segment;
  if (segment.executionSegment && !__ENV.K6_EXECUTION_SEGMENT) {
    console.warn(
      `The exit code is judged by counts of the whole run: set K6_EXECUTION_SEGMENT=${segment.executionSegment} instead of the flag`,
    );
  }
  return segment;
}

function stripeOfSegment({ executionSegment, executionSegmentSequence }: Segment): Stripe {
  return stripeOf(executionSegment, executionSegmentSequence);
}

function summarize(report: Report, data: SummaryData): Record<string, string> {
  // The command names a file, and prints a page of its own when all else has been printed; k6 alone prints it here.
  if (__ENV.REPORT_FILE) return { [__ENV.REPORT_FILE]: JSON.stringify({ report }) };
  const enableColors = data.state.isStdOutTTY && !__ENV.NO_COLOR;
  return {
    stdout: `${textSummary(data, { indent: '  ', enableColors, report })}\n${renderVerdict(report, { enableColors })}\n`,
  };
}

function planOfProfile(
  { settings, scenarios }: Profile,
  templates: readonly RuleTemplate[],
  untilMs: number,
  stripe: Stripe,
): Plan {
  const shareOfPlan = (target: 'api' | 'redis') => planOfStripe(planOf(scenarios, target, untilMs), scenarios, stripe);
  const planned = shareOfPlan('api');
  const looks = plannedTotal(shareOfPlan('redis'));
  // One of the processes that share a run has the only VU of the observer.
  const isObserver = stripe === WHOLE || looks > 0;
  const { expectedMaxConnections, settleTolerance, requireRedis, observeEveryMs, redisUrl, baseUrl } = settings;
  return {
    profile: limits.profile,
    baseUrl: maskUrl(baseUrl),
    redisUrl: redisUrl ? maskUrl(redisUrl) : null,
    scenarios: planned.filter(({ durationMs }) => durationMs > 0),
    workload: { scenarios, settings: workloadSettings(settings) },
    rules: layRules(isObserver ? templates : templates.filter(({ scope }) => scope !== 'observer'), {
      scenarios: planned,
      looks,
      observations: redisUrl ? looks : 0,
      variables: { EXPECTED_MAX_CONNECTIONS: expectedMaxConnections, SETTLE_TOLERANCE: settleTolerance },
      requireRedis: requireRedis && isObserver,
    }),
    expectedMaxConnections,
    observeEveryMs,
  };
}

/** What shapes the requests beside their scenarios; no address, which two runs that are compared may have of their own. */
function workloadSettings(settings: LoadSettings): Plan['workload']['settings'] {
  const { flagsPath, flagPath, missPath, requestTimeoutMs, observeEveryMs, redisUrl, poolPath } = settings;
  return {
    FLAGS_PATH: flagsPath,
    FLAG_PATH: flagPath,
    MISS_PATH: missPath,
    FLAG_KEYS: settings.flagKeys.join(),
    REQUEST_TIMEOUT_MS: requestTimeoutMs,
    OBSERVE_EVERY_MS: observeEveryMs,
    POOL_PATH: poolPath,
    REDIS_CHECK: Boolean(redisUrl),
  };
}
