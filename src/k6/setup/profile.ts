import type { ConstantArrivalRateScenario, Options, RampingArrivalRateScenario } from 'k6/options';
import { textSummary } from 'k6-summary';
import limits from 'profile-limits';
import type { BreakpointPlan } from '../../core/edge/breakpoint.ts';
import { type SaturationPlan, saturationMetrics } from '../../core/edge/saturation.ts';
import { outageMetrics } from '../../core/outage/outage-metrics.ts';
import { outagePlanOf, slowMsOf } from '../../core/outage/outage-plan.ts';
import { renderVerdict } from '../../core/reports/verdict-text.ts';
import { buildReport, type Plan } from '../../core/result/report.ts';
import { reportedMetrics } from '../../core/result/reported-metrics.ts';
import { k6Thresholds } from '../../core/rules/k6-thresholds.ts';
import { layRules, type RuleTemplate } from '../../core/rules/rule.ts';
import { crossedStop, layStops, loadLastedMs, type StopTemplate } from '../../core/rules/stop.ts';
import { SUMMARY_TREND_STATS, type SummaryData } from '../../core/summary/summary-data.ts';
import { formatDurationMs } from '../../core/units/duration.ts';
import { maskUrl } from '../../core/units/mask-url.ts';
import { type Arrivals, arrivals, inTurn, type Phase } from '../../core/workload/arrivals.ts';
import type { Ramp } from '../../core/workload/ramp.ts';
import { plannedTotal, planOf } from '../../core/workload/workload.ts';
import { refusal, settings } from './settings.ts';

/** A scenario as k6 takes it. */
export type Scenario = (ConstantArrivalRateScenario & Arrivals) | (RampingArrivalRateScenario & Ramp);

/** The mix of the load profile, exact and not drawn by lot: each kind of request arrives at a rate of its own. */
export function steadyLoad(): Record<string, Scenario> {
  return {
    all_flags: apiScenario('allFlags', 7),
    single_flag: apiScenario('singleFlag', 2),
    cache_miss: apiScenario('cacheMiss', 1),
  };
}

/** Requests of one kind: `tenths` tenths of the rate, for as long as the load lasts. */
function apiScenario(exec: string, tenths: number): Scenario {
  return { ...arrivals(settings, tenths), exec, tags: { target: 'api' } };
}

/** Scenarios in which the requests of the load profile come in turn, so that each has its mix. */
export function mixedLoad<S extends Arrivals | Ramp>(
  scenarios: Readonly<Record<string, S>>,
  exec = 'mixed',
): Record<string, S & { exec: string; tags: { target: 'api' } }> {
  return Object.fromEntries(
    Object.entries(scenarios).map(([name, scenario]) => [
      name,
      { ...scenario, exec, tags: { target: 'api' as const } },
    ]),
  );
}

/** Phases one after the other, each with the mix of the load profile at a constant rate of its own. */
export function phases(list: readonly Phase[], exec = 'mixed'): Record<string, Scenario> {
  return mixedLoad(inTurn(list, settings.requestTimeoutMs), exec);
}

/** A look at what stayed open, at the end of each of several silences: one iteration each `everyMs`. */
export function settledScenario(everyMs: number, times: number): Record<string, Scenario> {
  if (!settings.redisUrl) return {};
  return {
    settled: {
      executor: 'constant-arrival-rate',
      rate: 1,
      timeUnit: formatDurationMs(everyMs),
      // Just before the next load begins.
      startTime: formatDurationMs(everyMs - 200),
      duration: formatDurationMs(everyMs * (times - 1) + 1_000),
      preAllocatedVUs: 1,
      exec: 'settled',
      tags: { target: 'redis' },
    },
  };
}

/**
 * The observer of Redis and of the pool, on one VU; no scenario at all when there is neither to look at. It begins with
 * the load, or at `startMs`, and looks once more when the load is over.
 */
export function observer(durationMs = settings.durationMs, exec = 'observe', startMs = 0): Record<string, Scenario> {
  return settings.redisUrl || settings.poolPath ? observing(durationMs, exec, startMs) : {};
}

/** The observer that also follows how latency, connections and memory drift; the first needs neither Redis nor pool. */
export function driftObserver(): Record<string, Scenario> {
  return observing(settings.durationMs, 'observeDrift');
}

function observing(durationMs: number, exec: string, startMs = 0): Record<string, Scenario> {
  return {
    observer: {
      executor: 'constant-arrival-rate',
      rate: 1,
      timeUnit: formatDurationMs(settings.observeEveryMs),
      startTime: formatDurationMs(startMs),
      duration: formatDurationMs(durationMs - startMs + settings.observeEveryMs / 2),
      preAllocatedVUs: 1,
      exec,
      tags: { target: 'redis' },
    },
  };
}

/**
 * k6's hooks for a profile: its scenarios, judged by the rules of its file in `thresholds/`.
 *
 * @param edge what the profile looks for, if its purpose is to find where the API stops to hold
 */
export function profile(
  scenarios: Record<string, Scenario>,
  edge?: SaturationPlan | BreakpointPlan,
): {
  options: Options;
  handleSummary: (data: SummaryData) => Record<string, string>;
} {
  if (refusal !== undefined) return { options: refusal as unknown as Options, handleSummary: () => ({}) };
  const { profile: name } = limits;
  // The build checked the file against its schema, which TypeScript does not know of.
  const templates = limits.rules as readonly RuleTemplate[];
  const names = planOf(scenarios, 'api').map((scenario) => scenario.name);
  const outage = outagePlanOf(scenarios);
  const stops = layStops((limits.stops ?? []) as readonly StopTemplate[], names);
  const planUntil = (untilMs: number): Plan => {
    const planned = planOf(scenarios, 'api', untilMs);
    const looks = plannedTotal(planOf(scenarios, 'redis', untilMs));
    const rules = layRules(templates, {
      scenarios: planned,
      looks,
      observations: settings.redisUrl ? looks : 0,
      variables: {
        EXPECTED_MAX_CONNECTIONS: settings.expectedMaxConnections,
        SETTLE_TOLERANCE: settings.settleTolerance,
      },
      requireRedis: settings.requireRedis,
    });
    return {
      profile: name,
      baseUrl: maskUrl(settings.baseUrl),
      redisUrl: settings.redisUrl ? maskUrl(settings.redisUrl) : null,
      scenarios: planned.filter(({ durationMs }) => durationMs > 0),
      workload: { scenarios, settings: workloadSettings() },
      rules,
      expectedMaxConnections: settings.expectedMaxConnections,
      observeEveryMs: settings.observeEveryMs,
      stops,
      ...(edge === undefined ? {} : { edge }),
      ...(outage === undefined ? {} : { outage: { ...outage, slowMs: slowMsOf(templates) } }),
    };
  };
  // The engine cannot ask a run that may be stopped for more than one sample; what it planned is known at its end.
  const { rules } = planUntil(stops.length > 0 ? 0 : Number.POSITIVE_INFINITY);
  return {
    options: {
      scenarios,
      thresholds: k6Thresholds(
        rules.filter(({ required }) => required),
        [
          ...reportedMetrics(names),
          ...(edge?.kind === 'saturation' ? saturationMetrics(names) : []),
          ...(outage === undefined ? [] : outageMetrics(outage)),
        ],
        stops,
      ),
      summaryTrendStats: [...SUMMARY_TREND_STATS],
      cloud: { name: `poolproof ${name}` },
    },
    handleSummary: (data) => {
      const isStopped = crossedStop(stops, data) !== undefined;
      return summarize(planUntil(isStopped ? loadLastedMs(data) : Number.POSITIVE_INFINITY), data);
    },
  };
}

/** What shapes the requests beside their scenarios; no address, which two runs that are compared may have of their own. */
function workloadSettings(): Plan['workload']['settings'] {
  const { flagsPath, flagPath, missPath, requestTimeoutMs, observeEveryMs, redisUrl, poolPath } = settings;
  return {
    FLAGS_PATH: flagsPath,
    FLAG_PATH: flagPath,
    MISS_PATH: missPath,
    FLAG_KEYS: settings.flagKeys.join(),
    REQUEST_TIMEOUT_MS: requestTimeoutMs,
    OBSERVE_EVERY_MS: observeEveryMs,
    POOL_PATH: poolPath,
    REDIS_CHECK: redisUrl !== '',
  };
}

function summarize(plan: Plan, data: SummaryData): Record<string, string> {
  const report = buildReport(plan, data);
  const enableColors = data.state.isStdOutTTY && !__ENV.NO_COLOR;
  const page = `${textSummary(data, { indent: '  ', enableColors, report })}\n${renderVerdict(report, { enableColors })}\n`;
  // The command names a file, and prints the page when all else has been printed; k6 alone prints it here.
  return __ENV.REPORT_FILE ? { [__ENV.REPORT_FILE]: JSON.stringify({ report, page }) } : { stdout: page };
}
