import { isRecord } from './field-reader.ts';
import { parseOptionDurationMs } from './parse-option-duration.ts';
import type { RawScenarios } from './read-scenarios.ts';

export const OPTION_NAMES: readonly string[] = [
  'batch batchPerHost blacklistIPs blockHostnames discardResponseBodies executionSegment',
  'executionSegmentSequence ext features handleSummaryTimeout hosts httpDebug insecureSkipTLSVerify',
  'maxRedirects metricSamplesBufferSize minIterationDuration noConnectionReuse noCookiesReset noSetup noTeardown',
  'noVUConnectionReuse paused rps setupTimeout summaryTimeUnit tags teardownTimeout thresholds throw tlsAuth',
  'tlsCipherSuites tlsVersion userAgent',
].flatMap((line) => line.split(' '));
export const SCENARIO_FIELDS: readonly string[] = ['executor', 'startTime', 'gracefulStop', 'env', 'exec', 'tags'];
export const EXECUTOR_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'constant-arrival-rate': ['rate', 'timeUnit', 'duration', 'preAllocatedVUs', 'maxVUs'],
  'constant-vus': ['vus', 'duration'],
  'per-vu-iterations': ['vus', 'iterations', 'maxDuration'],
  'ramping-arrival-rate': ['startRate', 'timeUnit', 'stages', 'preAllocatedVUs', 'maxVUs'],
  'ramping-vus': ['startVUs', 'stages', 'gracefulRampDown'],
  'shared-iterations': ['vus', 'iterations', 'maxDuration'],
};
const DURATIONS = ['startTime', 'gracefulStop', 'timeUnit', 'duration', 'maxDuration', 'gracefulRampDown'];

/** The options as `exec.test.options` shows them: those that k6 knows, null where nothing is set. */
export function exportOptions(
  given: Readonly<Record<string, unknown>>,
  scenarios: RawScenarios,
  {
    systemTags,
    summaryTrendStats,
  }: { readonly systemTags: readonly string[]; readonly summaryTrendStats: readonly string[] },
): Record<string, unknown> {
  const { cloud } = given;
  return {
    ...pick(given, OPTION_NAMES),
    // No options of scripts.
    consoleOutput: null,
    localIPs: null,
    dns: { ttl: null, select: null, policy: null },
    ...(given.thresholds === undefined ? {} : { thresholds: exportThresholds(given.thresholds) }),
    ...(cloud === undefined ? {} : { cloud }),
    scenarios: Object.fromEntries(Object.entries(scenarios).map(([name, fields]) => [name, exportScenario(fields)])),
    systemTags: [...systemTags].sort(),
    summaryTrendStats,
  };
}

function exportScenario(fields: unknown): unknown {
  if (!isRecord(fields)) return fields;
  const names = [...SCENARIO_FIELDS, ...(EXECUTOR_FIELDS[String(fields.executor)] ?? [])];
  return Object.fromEntries(
    Object.entries(pick(fields, names)).map(([name, value]) => [
      name,
      DURATIONS.includes(name) ? goDuration(value) : name === 'stages' ? exportStages(value) : value,
    ]),
  );
}

function exportStages(stages: unknown): unknown {
  if (!Array.isArray(stages)) return stages;
  return stages.map((stage: unknown) => (isRecord(stage) ? { ...stage, duration: goDuration(stage.duration) } : stage));
}

function exportThresholds(thresholds: unknown): unknown {
  if (!isRecord(thresholds)) return thresholds;
  const sorted = Object.entries(thresholds).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, list]) => [key, Array.isArray(list) ? list.map(exportThreshold) : list]));
}

function exportThreshold(threshold: unknown): unknown {
  if (!isRecord(threshold)) return threshold;
  const { abortOnFail, delayAbortEval } = threshold;
  if (!abortOnFail) return threshold.threshold;
  return { threshold: threshold.threshold, abortOnFail, delayAbortEval: goDuration(delayAbortEval) };
}

function pick(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

/** A duration as Go prints it, such as `1m0s`; null when there is none. */
function goDuration(value: unknown): unknown {
  const durationMs = typeof value === 'number' ? value : parseOptionDurationMs(String(value ?? ''));
  if (value === null || value === undefined || durationMs === undefined) return value ?? null;
  if (durationMs > 0 && durationMs < 1_000) return `${durationMs}ms`;
  const [hours, minutes] = [Math.floor(durationMs / 3_600_000), Math.floor(durationMs / 60_000) % 60];
  const seconds = `${Number(((durationMs % 60_000) / 1_000).toFixed(9))}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
