import type { ScriptRun } from '../helpers/run-script.ts';
import type { ConformanceScript } from './topics.ts';

/** All of a run that must be the same each time and on both engines. */
export interface Answer {
  readonly exitCode: number | null;
  readonly log: readonly string[];
  /** Offsets at which iterations started, milliseconds, by what the script called them (`console.log('start', name, ms)`). */
  readonly starts: Readonly<Record<string, readonly number[]>>;
  readonly stdout?: string;
  readonly summary?: unknown;
}

interface Metric {
  readonly type: string;
  readonly contains: string;
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: unknown;
}

interface Summary {
  readonly state: Record<string, unknown>;
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** What a script without a `handleSummary` of its own is given: the answer holds all that k6 hands to it. */
export const PRINT_SUMMARY =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: k6 evaluates it
  '\nexport function handleSummary(data) { return { stdout: `SUMMARY ${JSON.stringify(data)}` }; }\n';
// Sampled once a second: a run of about one second may have them or not.
const SAMPLED_EACH_SECOND = ['vus', 'vus_max'];
const START = /^level=info msg="?start (\S+) ([\d.-]+)"? source=console$/;

/** @param ports Names of ports to their numbers, which differ from run to run. */
export function answerOf(run: ScriptRun, script: ConformanceScript, ports: Readonly<Record<string, string>>): Answer {
  const stable = (text: string) => stableText(text, ports);
  const lines = stable(run.stderr).split('\n').filter(isOfScript).map(stableLine);
  const starts: Record<string, number[]> = {};
  const log: string[] = [];
  for (const line of lines) {
    const [, name, offset] = START.exec(line) ?? [];
    if (name === undefined) log.push(line);
    else starts[name] = [...(starts[name] ?? []), Number(offset)];
  }
  for (const offsets of Object.values(starts)) offsets.sort((a, b) => a - b);
  const base = {
    exitCode: run.exitCode,
    log: script.isLogUnordered ? log.sort() : log,
    starts: sortKeys(starts) as Answer['starts'],
  };
  if (!run.stdout.startsWith('SUMMARY ')) {
    return { ...base, stdout: script.varies.includes('stdout') ? 'varies' : stable(run.stdout) };
  }
  const summary = JSON.parse(stable(run.stdout).slice('SUMMARY '.length)) as Summary;
  return { ...base, summary: sortKeys(stableSummary(summary, script.varies)) };
}

function isOfScript(line: string): boolean {
  // The Redis client of k6 prints a log of its own, and a run in a cold moment may be too short for VUs to be counted.
  return line !== '' && !/^redis: \d{4}/.test(line);
}

function stableText(text: string, ports: Readonly<Record<string, string>>): string {
  let stable = text.replaceAll(/127\.0\.0\.1:\d+->/g, 'LOCAL->');
  for (const [name, port] of Object.entries(ports)) {
    // After a quotation mark it is a number in JSON that begins like it.
    if (port !== '' && name.endsWith('_PORT')) stable = stable.replaceAll(RegExp(`(?<!"):${port}`, 'g'), `:${name}`);
  }
  return stable
    .replaceAll(/file:\/\/\S*?poolproof-script-\w+\//g, 'file:///')
    .replaceAll(/\/\S*?poolproof-script-\w+\//g, '/');
}

/** Without the time, and without stack traces: their frames are those of the engine. */
function stableLine(line: string): string {
  return line
    .replace(/^time="[^"]*" /, '')
    .replace(/(?:(?:\\n)?(?:\\t| {4})at [^"]*| at (?:\S+ \()?file:[^"]*)(?=")/, '')
    .replace(/msg="(\w+)"/, 'msg=$1')
    .replace(/ hint="script exception"/, '')
    .replace(/ on [\d.:]+(?=: no such host)/, '')
    .replace(/ \(possibly because of .*?certificate [^)]*\)/, '')
    .replace(/(?<=configuration:)\\n.*(?=")/, sortProblems)
    .trim();
}

/** k6 lists scenarios in any order. */
function sortProblems(list: string): string {
  return list.split('\\n\\t- ').sort().join('\\n\\t- ');
}

function stableSummary(summary: Summary, varies: readonly string[]): unknown {
  const { metrics, state, ...rest } = summary;
  const stable = Object.entries(metrics)
    .filter(([name]) => !SAMPLED_EACH_SECOND.includes(name))
    .map(([name, metric]) => [name, stableMetric(metric, varies.includes(name))] as const);
  return { ...rest, state: { ...state, testRunDurationMs: 'varies' }, metrics: Object.fromEntries(stable) };
}

function stableMetric({ type, contains, values, ...rest }: Metric, varies: boolean): unknown {
  const isStable = (name: string) =>
    !varies &&
    contains !== 'data' &&
    (contains !== 'time' || name === 'count') &&
    !(type === 'counter' && name === 'rate');
  const stable = Object.entries(values).map(
    ([name, value]) => [name, isStable(name) ? rounded(value) : 'varies'] as const,
  );
  return { type, contains, values: Object.fromEntries(stable), ...rest };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(9));
}

/** Go's maps have no order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, sortKeys(inner)]));
}
