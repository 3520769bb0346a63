import { type Stripe, stripeOf, WHOLE } from '../../core/workload/execution-segment.ts';
import { EXIT_CODES, TestRunError } from '../exit-codes.ts';
import type { Logger } from '../log/logger.ts';
import { trendStat } from '../metrics/sink-values.ts';
import { toGoJson } from '../script/go-json.ts';
import { canonicalOptions } from './canonical-options.ts';
import { deriveScenarios } from './derive-scenarios.ts';
import { exportOptions } from './export-options.ts';
import { FieldReader, isRecord } from './field-reader.ts';
import { readScenarios } from './read-scenarios.ts';
import { readThresholds } from './read-thresholds.ts';
import type { RunOptions } from './run-options.ts';
import { DEFAULT_SYSTEM_TAGS } from './system-tags.ts';

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_SUMMARY_TIMEOUT_MS = 120_000;
const DEFAULT_TREND_STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'];

// Known to k6, and a run that left them out would not be the run that the script asks for.
export const UNSUPPORTED_OPTIONS = [
  'blacklistIPs',
  'blockHostnames',
  'dns',
  'features',
  'httpDebug',
  'paused',
  'rps',
  'tlsAuth',
  'tlsCipherSuites',
  'tlsVersion',
];
// Without meaning outside k6 itself.
export const IGNORED_OPTIONS = ['cloud', 'ext', 'metricSamplesBufferSize'];

/**
 * The options of a script, consolidated and checked.
 *
 * @throws TestRunError that lists all problems, exit code 104.
 */
export function readOptions(
  script: { readonly options: unknown; isExported(functionName: string): boolean },
  userAgent: string,
  log: Logger,
): RunOptions {
  const given: unknown = JSON.parse(toGoJson(script.options ?? {}, 'error parsing script options'));
  if (!isRecord(given)) throw problemsError([`options must be an object, but is ${JSON.stringify(given)}`]);

  const json = canonicalOptions(given);
  const reader = new FieldReader(json);
  const { problems } = reader;
  const rawScenarios = deriveScenarios(reader, log);
  const [conflict] = problems;
  if (conflict !== undefined) throw new TestRunError(conflict, EXIT_CODES.invalidConfig);
  const maxRedirects = reader.integer('maxRedirects');
  const options = {
    tags: reader.strings('tags') ?? {},
    userAgent: reader.string('userAgent') ?? userAgent,
    insecureSkipTLSVerify: reader.boolean('insecureSkipTLSVerify') ?? false,
    noConnectionReuse: reader.boolean('noConnectionReuse') ?? false,
    noVUConnectionReuse: reader.boolean('noVUConnectionReuse') ?? false,
    noCookiesReset: reader.boolean('noCookiesReset') ?? false,
    discardResponseBodies: reader.boolean('discardResponseBodies') ?? false,
    throw: reader.boolean('throw') ?? false,
    maxRedirects,
    batch: reader.integer('batch') ?? 20,
    batchPerHost: reader.integer('batchPerHost') ?? 6,
    hosts: reader.strings('hosts') ?? {},
    thresholds: readThresholds(reader),
    setupTimeoutMs: reader.durationMs('setupTimeout') ?? DEFAULT_TIMEOUT_MS,
    teardownTimeoutMs: reader.durationMs('teardownTimeout') ?? DEFAULT_TIMEOUT_MS,
    handleSummaryTimeoutMs: reader.durationMs('handleSummaryTimeout') ?? DEFAULT_SUMMARY_TIMEOUT_MS,
    minIterationDurationMs: reader.durationMs('minIterationDuration') ?? 0,
    noSetup: reader.boolean('noSetup') ?? false,
    noTeardown: reader.boolean('noTeardown') ?? false,
    summaryTrendStats: reader.stringList('summaryTrendStats') ?? DEFAULT_TREND_STATS,
    summaryTimeUnit: reader.string('summaryTimeUnit') ?? '',
  };
  const systemTags = reader.stringList('systemTags') ?? DEFAULT_SYSTEM_TAGS;
  const disabledSystemTags = new Set(DEFAULT_SYSTEM_TAGS.filter((name) => !systemTags.includes(name)));
  reader.require(options.setupTimeoutMs > 0, 'setupTimeout must be positive');
  reader.require(
    ['', 's', 'ms', 'us'].includes(options.summaryTimeUnit),
    `summaryTimeUnit must be s, ms or us, but is "${options.summaryTimeUnit}"`,
  );
  for (const stat of options.summaryTrendStats) checkTrendStat(stat);
  for (const name of UNSUPPORTED_OPTIONS) {
    const isSet = !isNeutral(reader.raw(name));
    reader.require(!isSet, `the embedded engine has no option ${name}; install k6 to run this script`);
  }
  for (const name of IGNORED_OPTIONS) reader.raw(name);
  const stripe = readStripe(reader);
  // As k6 does, which stops at the first.
  const [unknown] = reader.unknownFields();
  if (unknown !== undefined) {
    log('warning', 'There were unknown fields in the options exported in the script', {
      error: `json: unknown field "${unknown}"`,
    });
  }

  const scenarios = readScenarios(rawScenarios, script.isExported, problems, stripe);
  if (problems.length > 0) throw problemsError(problems);
  return {
    ...options,
    stripe,
    disabledSystemTags,
    scenarios,
    given: json,
    exported: exportOptions(json, rawScenarios, { systemTags, summaryTrendStats: options.summaryTrendStats }),
  };
}

/** Whether an option that is not there asks for nothing: `paused: false`, `rps: 0`, an empty list. */
function isNeutral(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.keys(value).length === 0 : !value;
}

function readStripe(reader: FieldReader): Stripe {
  try {
    return stripeOf(reader.string('executionSegment'), reader.string('executionSegmentSequence'));
  } catch (error) {
    reader.problems.push(error instanceof Error ? error.message : String(error));
    return WHOLE;
  }
}

function problemsError(problems: readonly string[]): TestRunError {
  const list = problems.map((problem) => `\n\t- ${problem}`).join('');
  return new TestRunError(
    `There were problems with the specified script configuration:${list}`,
    EXIT_CODES.invalidConfig,
  );
}

function checkTrendStat(stat: string): void {
  try {
    trendStat(stat);
  } catch {
    throw new TestRunError(`invalid trend stat '${stat}', unknown format`, EXIT_CODES.other);
  }
}
