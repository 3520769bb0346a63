import { type FingerprintDifference, fingerprintDifferences } from '../compare/fingerprint.ts';
import { headlineOf } from '../render/headline.ts';
import type { Result } from '../result/result.ts';
import type { Source } from '../result/source.ts';
import { latenciesOf } from '../series/latencies-of.ts';
import { percentileOf } from '../series/latency-histogram.ts';
import { type PercentileInterval, percentileInterval } from '../statistics/percentile-interval.ts';
import type { VerdictStatus } from '../verdict/verdict.ts';

const CONFIDENCE = 0.95;

/** A run with the folder that its reports are in. */
export interface KeptRun {
  readonly folder: string;
  readonly result: Result;
}

/** A run among others of its profile. */
export interface HistoryEntry {
  readonly folder: string;
  readonly startedAt: string;
  readonly source: Source | undefined;
  readonly status: VerdictStatus;
  /** The headline of its report, and whether it was stopped early. */
  readonly sentence: string;
  readonly requests: number;
  readonly failedRequests: number;
  readonly p95Ms: number | null;
  /** Where the true percentile lies with 95 % confidence; null without enough requests, or without a series. */
  readonly p95Interval: PercentileInterval | null;
  readonly warmHitShare: number | null;
  readonly connectionsMax: number | null;
  /** What is different from the run before, beside the code: figures on both sides of it tell nothing of the API. */
  readonly differences: readonly FingerprintDifference[];
}

export interface ProfileHistory {
  readonly profile: string;
  /** From the oldest to the newest. */
  readonly entries: readonly HistoryEntry[];
}

/** Puts runs in order, each profile by itself. */
export function historyOf(runs: readonly KeptRun[]): ProfileHistory[] {
  const inOrder = [...runs].sort((a, b) => compareText(a.result.startedAt, b.result.startedAt));
  const profiles = [...new Set(inOrder.map(({ result }) => result.profile))].sort();
  return profiles.map((profile) => {
    const own = inOrder.filter(({ result }) => result.profile === profile);
    return { profile, entries: own.map((run, index) => entryOf(run, own[index - 1])) };
  });
}

function entryOf({ folder, result }: KeptRun, before: KeptRun | undefined): HistoryEntry {
  const { startedAt, source, verdict, requests, evidence } = result;
  return {
    folder,
    startedAt,
    source,
    status: verdict.status,
    sentence: sentenceOf(result),
    requests: requests.requests,
    failedRequests: requests.failedRequests,
    ...latencyOf(result),
    warmHitShare: evidence?.warmHitShare ?? null,
    connectionsMax: evidence?.connectionsMax ?? null,
    differences: before === undefined ? [] : fingerprintDifferences(before.result, [result]),
  };
}

/** A cause does not say that its run was stopped early; a verdict does. */
function sentenceOf(result: Result): string {
  const headline = headlineOf(result);
  const isTold = result.stoppedEarly === undefined || headline === result.verdict.sentence;
  return isTold ? headline : `${headline} (stopped early)`;
}

/** The figure and its interval from the same histogram, or the one would not lie in the other. */
function latencyOf({ requests, series }: Result): Pick<HistoryEntry, 'p95Ms' | 'p95Interval'> {
  if (series === null) return { p95Ms: requests.latencyMs?.p95 ?? null, p95Interval: null };
  const all = latenciesOf(series);
  return { p95Ms: percentileOf(all, 0.95), p95Interval: percentileInterval(all, 0.95, CONFIDENCE) };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
