import { marksOf } from '../outage/marks.ts';
import { buildReport } from '../result/build-report.ts';
import type { MergedShare } from '../result/merged-shares.ts';
import type { Report } from '../result/report.ts';
import { buildResult, type Result, type RunFacts } from '../result/result.ts';
import { buildSeries } from '../series/build-series.ts';
import { type LatencyHistogram, merged } from '../series/latency-histogram.ts';
import { type SeriesPart, SeriesRecorder } from '../series/series-recorder.ts';
import { submetric } from '../summary/submetric.ts';
import { statisticOf } from '../verdict/judge-rules.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import { reachVerdict } from '../verdict/verdict.ts';
import { findDoubts } from './find-doubts.ts';
import { type Histograms, mergeSummaries } from './merge-summaries.ts';
import type { ShareResult } from './share-problems.ts';

/**
 * One result of all shares of a run, judged by the plan of the whole as if one process had measured it. Shares that are missing
 * or were cut short keep it from being healthy.
 *
 * @param given shares without {@link shareProblems}
 * @param known what is known of the whole by whoever ran it
 */
export function mergeResults(given: readonly ShareResult[], known: Partial<RunFacts> = {}): Result {
  const shares = [...given].sort((a, b) => a.share.number - b.share.number);
  const measured = shares.flatMap(({ share }) => share.measured ?? []);
  const [first, ...others] = measured;
  const [reference] = shares;
  if (reference === undefined) throw new RangeError('There is nothing to merge');
  const doubts = findDoubts(shares, reference.share.of);
  const all = mergeParts(measured.map(({ series }) => series));
  const histograms = histogramsOf(all);
  const report =
    first &&
    doubted(
      withLatestGenerator(
        buildReport(first.plan, mergeSummaries([first.summary, ...others.map(({ summary }) => summary)], histograms)),
        shares,
      ),
      doubts,
    );
  const { profile, engine, environment, source } = reference;
  const facts = {
    profile,
    engine: { name: engine.name, version: engine.version, reason: `merged from ${shares.length} shares` },
    engineExitCode: report?.verdict.status === 'unhealthy' ? 99 : 0,
    startedAt: shares.map(({ startedAt }) => startedAt).sort()[0] ?? '',
    finishedAt:
      shares
        .map(({ finishedAt }) => finishedAt)
        .sort()
        .at(-1) ?? '',
    localStack: false,
    environment,
    ...(source && { source }),
    merged: { of: reference.share.of, shares: shares.map(mergedShare), doubts },
    series: report ? buildSeries(all, report.workload.scenarios, marksOf(report.outage)) : null,
    ...known,
  };
  return buildResult(facts, report);
}

/** Points of all processes, each counted from the start of its own load. */
function mergeParts(parts: readonly SeriesPart[]): SeriesPart {
  const recorder = new SeriesRecorder();
  const begun = parts.filter(({ beganAtMs }) => beganAtMs !== null);
  for (const part of begun.sort((a, b) => (a.beganAtMs ?? 0) - (b.beganAtMs ?? 0))) recorder.merge(part);
  return recorder.snapshot();
}

/** Latencies of answered requests, by scenario and of all. */
function histogramsOf({ bins }: SeriesPart): Histograms {
  const byScenario = new Map<string, LatencyHistogram[]>();
  for (const [, { scenarios }] of bins) {
    for (const [name, { latency }] of Object.entries(scenarios))
      byScenario.set(name, [...(byScenario.get(name) ?? []), latency]);
  }
  const answered = (tags: Readonly<Record<string, string>>) =>
    submetric('http_req_duration', { expected_response: 'true', ...tags });
  return Object.fromEntries([
    ...[...byScenario].map(([scenario, of]) => [answered({ scenario }), merged(of)] as const),
    [answered({ target: 'api' }), merged([...byScenario.values()].flat())],
  ]);
}

/** A generator that is late measured itself: rules about generators say which of them was the latest. */
function withLatestGenerator(report: Report, shares: readonly ShareResult[]): Report {
  const rules = report.rules.map((rule): RuleResult => {
    const actual = ({ share }: ShareResult) =>
      share.measured?.summary.metrics[rule.metric]?.values[statisticOf(rule.limit)] ?? -1;
    const [latest] = [...shares].sort((a, b) => actual(b) - actual(a));
    return rule.about === 'generator' && latest
      ? { ...rule, title: `${rule.title} (share ${latest.share.number}, the most)` }
      : rule;
  });
  return { ...report, rules, verdict: reachVerdict(rules) };
}

function doubted(report: Report, doubts: readonly string[]): Report {
  if (doubts.length === 0 || report.verdict.status === 'unhealthy') return report;
  const { status, sentence } = report.verdict;
  const reasons = status === 'healthy' ? doubts : [...doubts, sentence];
  return { ...report, verdict: { status: 'not-judged', sentence: reasons.join('; ') } };
}

function mergedShare({ share, engineExitCode, verdict, series, requests, evidence }: ShareResult): MergedShare {
  const cpu = series?.observed.generator_cpu_share?.filter((value) => value !== null) ?? [];
  return {
    number: share.number,
    engineExitCode,
    status: verdict.status,
    beganAt: series?.beganAt ?? null,
    requests: requests.requests,
    startDelayP95Ms: evidence?.startDelayP95Ms ?? null,
    cpuShareMax: cpu.length === 0 ? null : Math.max(...cpu),
  };
}
