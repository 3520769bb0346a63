import exec from 'k6/execution';
import type { Options } from 'k6/options';
import { textSummary } from 'k6-summary';
import limits from 'profile-limits';
import journey, { journeyName } from 'the-journey';
import type { BreakpointPlan } from '../../core/edge/breakpoint.ts';
import { type SaturationPlan, saturationMetrics } from '../../core/edge/saturation.ts';
import { keyedChecksOf, shownVariables } from '../../core/journey/shown-journey.ts';
import { SUMMARY_TREND_STATS } from '../../core/metrics/metric-types.ts';
import { SYSTEM_TAGS } from '../../core/metrics/system-tags.ts';
import { outageMetrics } from '../../core/outage/outage-metrics.ts';
import { outagePlanOf, slowMsOf } from '../../core/outage/outage-plan.ts';
import { renderVerdict } from '../../core/render/verdict-text.ts';
import { buildReport } from '../../core/result/build-report.ts';
import { endedVerdict } from '../../core/result/ended-verdict.ts';
import type { Plan, Report } from '../../core/result/report.ts';
import { reportedMetrics } from '../../core/result/reported-metrics.ts';
import type { Measured } from '../../core/result/share-of-run.ts';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import { destinationOf, proxyFor } from '../../core/settings/proxy.ts';
import { type Share, segmentOf } from '../../core/settings/share.ts';
import type { SummaryData } from '../../core/summary/summary-data.ts';
import { maskUrl } from '../../core/text/mask-url.ts';
import { k6Thresholds } from '../../core/verdict/k6-thresholds.ts';
import { type CountedLimits, countedLimits } from '../../core/verdict/lost-by.ts';
import { ownLimitProblems } from '../../core/verdict/own-limits.ts';
import type { RuleTemplate } from '../../core/verdict/rule.ts';
import { crossedStop, layStops, loadLastedMs, type StopTemplate } from '../../core/verdict/stop.ts';
import { evenVus, type Stripe, stripeOf, WHOLE } from '../../core/workload/execution-segment.ts';
import { planOf } from '../../core/workload/workload.ts';
import type { Scenario } from '../setup/profile.ts';
import { requestSettings } from '../setup/settings.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { layProfileRules, type PlannedLoad } from './lay-profile-rules.ts';
import { profileRules } from './profile-rules.ts';

/** Its runs are compared with those from before there were others. */
const DEFAULT_JOURNEY = 'flags';

/** The part of a run that one of several processes does, as k6 writes it; nothing when it does the whole. */
interface Segment {
  readonly executionSegment?: string | null | undefined;
  readonly executionSegmentSequence?: string | null | undefined;
}

/** What makes a profile, beside its file in `thresholds/`: its load, and what the user set. */
export interface Profile {
  readonly settings: LoadSettings;
  readonly scenarios: Record<string, Scenario>;
  /** What the profile looks for, if its purpose is to find where the API stops holding. */
  readonly edge?: SaturationPlan | BreakpointPlan;
}

/** Options that k6 refuses with exit code 104 (invalid configuration), which a script cannot choose by itself. */
const REFUSED = { scenarios: { refused: { executor: 'none, because of the settings named above' } } };

/**
 * k6's options for a profile: its load, and the rules laid over it as thresholds.
 *
 * @param load laid out only where its settings are allowed
 * @param ofSettings what is wrong with them, a line each
 */
export function optionsOf(load: () => Profile, ofSettings: readonly string[]): Options {
  if (ofSettings.length > 0) return refuse(ofSettings);
  const profile = load();
  const ofLimits = limitProblems(profile);
  return ofLimits.length > 0 ? refuse(ofLimits) : layOptions(profile);
}

function refuse(problems: readonly string[]): Options {
  for (const problem of problems) console.error(problem);
  return REFUSED as unknown as Options;
}

/** What is wrong with limits of the user's own, a line each. */
function limitProblems({ settings, scenarios }: Profile): string[] {
  const names = planOf(scenarios, 'api').map(({ name }) => name);
  return ownLimitProblems(limits.rules as readonly RuleTemplate[], settings.ownLimits, names);
}

function layOptions(profile: Profile): Options {
  const { scenarios, edge } = profile;
  const names = planOf(scenarios, 'api').map(({ name }) => name);
  const outage = outagePlanOf(scenarios);
  const stops = stopsOf(names);
  const segment = segmentOfEnvironment(profile.settings);
  // The engine cannot ask a run that may be stopped for more than one sample; what it planned is known at its end.
  const untilMs = stops.length > 0 ? 0 : Number.POSITIVE_INFINITY;
  const stripe = stripeOfSegment(segment);
  const { rules } = planOfProfile(profile, untilMs, stripe);
  const thresholds = k6Thresholds(
    rules.filter(({ isMeasured }) => isMeasured),
    [
      ...reportedMetrics(names),
      ...(edge?.kind === 'saturation' ? saturationMetrics(names) : []),
      ...(outage === undefined ? [] : outageMetrics(outage)),
    ],
    stops,
  );
  return {
    scenarios: Object.fromEntries(
      Object.entries(scenarios).map(([name, scenario]) => [
        name,
        { ...scenario, preAllocatedVUs: evenVus(stripe, scenario.preAllocatedVUs) },
      ]),
    ),
    thresholds,
    ...segment,
    insecureSkipTLSVerify: profile.settings.insecureTls,
    systemTags: [...SYSTEM_TAGS],
    summaryTrendStats: [...SUMMARY_TREND_STATS],
    cloud: { name: `poolproof ${limits.profile}` },
  };
}

/** By scenario, the limits above which VUs count samples, where the load may be stopped early. */
export function countedLimitsOf({ settings, scenarios }: PlannedLoad): Readonly<Record<string, CountedLimits>> {
  const { rules, planned } = layProfileRules({ settings, scenarios }, Number.POSITIVE_INFINITY, WHOLE);
  return countedLimits(
    rules,
    planned.map(({ name }) => name),
  );
}

/** What a profile tells at the end of its run. */
export function summaryOf(profile: Profile, data: SummaryData): Record<string, string> {
  const { share } = profile.settings;
  const report = buildReport(planFor(profile, data, stripeOfSegment(segmentOfRun(share))), data);
  // Together with the others this process is judged by the plan of all.
  const measured = share ? { plan: planFor(profile, data, WHOLE), summary: withoutOwn(data) } : undefined;
  return printed(report, data, measured);
}

/** What the journey found before the load is its own business, and may be a token: it is written nowhere. */
function withoutOwn(data: SummaryData): SummaryData {
  const { own: _own, ...told } = (data.setup_data ?? {}) as Partial<SetupData>;
  return { ...data, setup_data: told };
}

function planFor(profile: Profile, data: SummaryData, stripe: Stripe): Plan {
  const { scenarios, edge } = profile;
  const stops = stopsOf(planOf(scenarios, 'api').map(({ name }) => name));
  const outage = outagePlanOf(scenarios);
  const isStopped = crossedStop(stops, data) !== undefined;
  const lastedMs = isStopped ? loadLastedMs(data) : Number.POSITIVE_INFINITY;
  return {
    ...planOfProfile(profile, lastedMs, stripe),
    stops,
    ...(edge === undefined ? {} : { edge }),
    ...(outage === undefined ? {} : { outage: { ...outage, slowMs: slowMsOf(profileRules().rules) } }),
  };
}

function stopsOf(names: readonly string[]) {
  return layStops((limits.stops ?? []) as readonly StopTemplate[], names);
}

/**
 * The part of the run that this process is to do. k6 shows init code its flags not, and reads no variables for them: so
 * they are variables of ours, and thresholds can be those of the part.
 */
function segmentOfEnvironment({ share }: LoadSettings) {
  if (share) return segmentOf(share);
  const { K6_EXECUTION_SEGMENT: executionSegment, K6_EXECUTION_SEGMENT_SEQUENCE: executionSegmentSequence } = __ENV;
  return {
    ...(executionSegment ? { executionSegment } : {}),
    ...(executionSegmentSequence ? { executionSegmentSequence } : {}),
  };
}

function segmentOfRun(share: Share | null): Segment {
  const segment = exec.test.options as Segment;
  if (segment.executionSegment && !share && !__ENV.K6_EXECUTION_SEGMENT) {
    console.warn(`The exit code is judged by counts of the whole run: set SHARE=2/4 and so on instead of the flag`);
  }
  return segment;
}

function stripeOfSegment({ executionSegment, executionSegmentSequence }: Segment): Stripe {
  return stripeOf(executionSegment, executionSegmentSequence);
}

function printed(report: Report, data: SummaryData, measured?: Measured): Record<string, string> {
  // The command names a file, and prints a page of its own when all else has been printed; k6 alone prints it here.
  if (__ENV.REPORT_FILE) return { [__ENV.REPORT_FILE]: JSON.stringify({ report, measured }) };
  const enableColors = data.state.isStdOutTTY && !__ENV.NO_COLOR;
  return {
    stdout: `${textSummary(data, { indent: '  ', enableColors, report })}\n${renderVerdict({ ...report, verdict: endedVerdict(report.verdict, report) }, { enableColors })}\n`,
  };
}

function planOfProfile({ settings, scenarios }: Profile, untilMs: number, stripe: Stripe): Plan {
  const { planned, rules, leftOut } = layProfileRules({ settings, scenarios }, untilMs, stripe);
  const { expectedMaxConnections, observeEveryMs, instances, workers } = settings;
  return {
    profile: limits.profile,
    target: targetOf(settings),
    scenarios: planned.filter(({ durationMs }) => durationMs > 0),
    workload: { scenarios, settings: workloadSettings(settings) },
    rules,
    expectedMaxConnections,
    ...(instances > 0 ? { fleet: { instances, workers } } : {}),
    observeEveryMs,
    keyedChecks: keyedChecksOf(journey),
    leftOut,
  };
}

function targetOf({ baseUrl, redisUrl, insecureTls }: LoadSettings): Plan['target'] {
  const destination = destinationOf(baseUrl);
  const proxy = destination && proxyFor(destination, __ENV);
  const isEncrypted = baseUrl.startsWith('https:') || redisUrl.startsWith('rediss:');
  return {
    baseUrl: maskUrl(baseUrl),
    redisUrl: redisUrl ? maskUrl(redisUrl) : null,
    ...(proxy === undefined ? {} : { proxy: maskUrl(proxy) }),
    ...(insecureTls && isEncrypted ? { isTlsUnverified: true } : {}),
  };
}

/** What shapes the requests beside their scenarios; no address, which two runs that are compared may have of their own. */
function workloadSettings(settings: LoadSettings): Plan['workload']['settings'] {
  const { requestTimeoutMs, observeEveryMs, redisUrl, poolPath } = settings;
  return {
    ...(journeyName === DEFAULT_JOURNEY ? {} : { JOURNEY: journeyName }),
    ...shownVariables(journey, requestSettings.env),
    REQUEST_TIMEOUT_MS: requestTimeoutMs,
    OBSERVE_EVERY_MS: observeEveryMs,
    POOL_PATH: maskUrl(poolPath),
    REDIS_CHECK: Boolean(redisUrl),
  };
}
