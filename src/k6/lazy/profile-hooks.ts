import limits from 'profile-limits';
import type { BreakpointPlan } from '../../core/edge/breakpoint.ts';
import { type SaturationPlan, saturationMetrics } from '../../core/edge/saturation.ts';
import { outageMetrics } from '../../core/outage/outage-metrics.ts';
import { outagePlanOf, slowMsOf } from '../../core/outage/outage-plan.ts';
import { buildReport, type Plan, type Report } from '../../core/result/report.ts';
import { reportedMetrics } from '../../core/result/reported-metrics.ts';
import { k6Thresholds } from '../../core/rules/k6-thresholds.ts';
import { layRules, type RuleTemplate } from '../../core/rules/rule.ts';
import { crossedStop, layStops, loadLastedMs, type StopTemplate } from '../../core/rules/stop.ts';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import type { SummaryData } from '../../core/summary/summary-data.ts';
import { maskUrl } from '../../core/units/mask-url.ts';
import { plannedTotal, planOf, type Scenarios } from '../../core/workload/workload.ts';

/** What makes a profile, beside its file in `thresholds/`: its load, and what the user set. */
export interface Profile {
  readonly settings: LoadSettings;
  readonly scenarios: Scenarios;
  /** What the profile looks for, if its purpose is to find where the API stops to hold. */
  readonly edge: SaturationPlan | BreakpointPlan | undefined;
}

/** What k6 asks a profile for, once each. */
export interface ProfileHooks {
  readonly name: string;
  readonly thresholds: ReturnType<typeof k6Thresholds>;
  readonly report: (data: SummaryData) => Report;
}

/** Lays the rules of a profile over its load: thresholds for the engine, and the report at the end. */
export function profileHooks(profile: Profile): ProfileHooks {
  const { scenarios, edge } = profile;
  // The build checked the file against its schema, which TypeScript does not know of.
  const templates = limits.rules as readonly RuleTemplate[];
  const names = planOf(scenarios, 'api').map(({ name }) => name);
  const outage = outagePlanOf(scenarios);
  const stops = layStops((limits.stops ?? []) as readonly StopTemplate[], names);
  const planUntil = (untilMs: number): Plan => ({
    ...planOfProfile(profile, templates, untilMs),
    stops,
    ...(edge === undefined ? {} : { edge }),
    ...(outage === undefined ? {} : { outage: { ...outage, slowMs: slowMsOf(templates) } }),
  });
  // The engine cannot ask a run that may be stopped for more than one sample; what it planned is known at its end.
  const { rules } = planUntil(stops.length > 0 ? 0 : Number.POSITIVE_INFINITY);
  return {
    name: limits.profile,
    thresholds: k6Thresholds(
      rules.filter(({ required }) => required),
      [
        ...reportedMetrics(names),
        ...(edge?.kind === 'saturation' ? saturationMetrics(names) : []),
        ...(outage === undefined ? [] : outageMetrics(outage)),
      ],
      stops,
    ),
    report: (data) => {
      const isStopped = crossedStop(stops, data) !== undefined;
      return buildReport(planUntil(isStopped ? loadLastedMs(data) : Number.POSITIVE_INFINITY), data);
    },
  };
}

function planOfProfile({ settings, scenarios }: Profile, templates: readonly RuleTemplate[], untilMs: number): Plan {
  const planned = planOf(scenarios, 'api', untilMs);
  const looks = plannedTotal(planOf(scenarios, 'redis', untilMs));
  const { expectedMaxConnections, settleTolerance, requireRedis, observeEveryMs, redisUrl, baseUrl } = settings;
  return {
    profile: limits.profile,
    baseUrl: maskUrl(baseUrl),
    redisUrl: redisUrl ? maskUrl(redisUrl) : null,
    scenarios: planned.filter(({ durationMs }) => durationMs > 0),
    workload: { scenarios, settings: workloadSettings(settings) },
    rules: layRules(templates, {
      scenarios: planned,
      looks,
      observations: redisUrl ? looks : 0,
      variables: { EXPECTED_MAX_CONNECTIONS: expectedMaxConnections, SETTLE_TOLERANCE: settleTolerance },
      requireRedis,
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
