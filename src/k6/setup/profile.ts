import type { ConstantArrivalRateScenario, Options } from 'k6/options';
import { textSummary } from 'k6-summary';
import limits from 'profile-limits';
import { renderVerdict } from '../../core/reports/verdict-text.ts';
import { buildReport, type Plan } from '../../core/result/report.ts';
import { reportedMetrics } from '../../core/result/reported-metrics.ts';
import { k6Thresholds } from '../../core/rules/k6-thresholds.ts';
import { layRules, type RuleTemplate } from '../../core/rules/rule.ts';
import { SUMMARY_TREND_STATS, type SummaryData } from '../../core/summary/summary-data.ts';
import { formatDurationMs } from '../../core/units/duration.ts';
import { maskUrl } from '../../core/units/mask-url.ts';
import { type Arrivals, arrivals, inTurn, type Phase } from '../../core/workload/arrivals.ts';
import { plannedTotal, planOf } from '../../core/workload/workload.ts';
import { refusal, settings } from './settings.ts';

type Scenario = ConstantArrivalRateScenario & Arrivals;

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

/** Phases one after the other, each with the mix of the load profile at a constant rate of its own. */
export function phases(list: readonly Phase[], exec = 'mixed'): Record<string, Scenario> {
  const scenarios = Object.entries(inTurn(list, settings.requestTimeoutMs));
  return Object.fromEntries(
    scenarios.map(([name, scenario]) => [name, { ...scenario, exec, tags: { target: 'api' } }]),
  );
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
 * the load and looks once more when the load is over.
 */
export function observer(durationMs = settings.durationMs, exec = 'observe'): Record<string, Scenario> {
  if (!settings.redisUrl && !settings.poolPath) return {};
  return {
    observer: {
      executor: 'constant-arrival-rate',
      rate: 1,
      timeUnit: formatDurationMs(settings.observeEveryMs),
      duration: formatDurationMs(durationMs + settings.observeEveryMs / 2),
      preAllocatedVUs: 1,
      exec,
      tags: { target: 'redis' },
    },
  };
}

/** k6's hooks for a profile: its scenarios, judged by the rules of its file in `thresholds/`. */
export function profile(scenarios: Record<string, Scenario>): {
  options: Options;
  handleSummary: (data: SummaryData) => Record<string, string>;
} {
  if (refusal !== undefined) return { options: refusal as unknown as Options, handleSummary: () => ({}) };
  const { profile: name } = limits;
  // The build checked the file against its schema, which TypeScript does not know of.
  const templates = limits.rules as readonly RuleTemplate[];
  const planned = planOf(scenarios, 'api');
  const rules = layRules(templates, {
    scenarios: planned,
    observations: settings.redisUrl ? plannedTotal(planOf(scenarios, 'redis')) : 0,
    variables: {
      EXPECTED_MAX_CONNECTIONS: settings.expectedMaxConnections,
      SETTLE_TOLERANCE: settings.settleTolerance,
    },
    requireRedis: settings.requireRedis,
  });
  const plan: Plan = {
    profile: name,
    baseUrl: maskUrl(settings.baseUrl),
    redisUrl: settings.redisUrl ? maskUrl(settings.redisUrl) : null,
    scenarios: planned,
    rules,
  };
  return {
    options: {
      scenarios,
      thresholds: k6Thresholds(
        rules.filter(({ required }) => required),
        reportedMetrics(planned.map((scenario) => scenario.name)),
      ),
      summaryTrendStats: [...SUMMARY_TREND_STATS],
      cloud: { name: `poolproof ${name}` },
    },
    handleSummary: (data) => summarize(plan, data),
  };
}

function summarize(plan: Plan, data: SummaryData): Record<string, string> {
  const report = buildReport(plan, data);
  const enableColors = data.state.isStdOutTTY && !__ENV.NO_COLOR;
  const page = `${textSummary(data, { indent: '  ', enableColors, report })}\n${renderVerdict(report, { enableColors })}\n`;
  // The command names a file, and prints the page when all else has been printed; k6 alone prints it here.
  return __ENV.REPORT_FILE ? { [__ENV.REPORT_FILE]: JSON.stringify({ report, page }) } : { stdout: page };
}
