import type { Result } from '../result/result.ts';
import type { Series } from '../series/series.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import { drawRuns, drawWeights, onceEach, type Resampled } from './bootstrap.ts';
import type { ComparedId } from './compared-metrics.ts';
import { COMPARISON_SCHEMA_VERSION, type ComparedRun, type Comparison } from './comparison.ts';
import { fingerprintDifferences } from './fingerprint.ts';
import { CONFIDENCE, judgeSides, type Sides } from './judge-sides.ts';
import { reachAnswer } from './reach-answer.ts';
import { statisticsOf } from './side-statistics.ts';

const RESAMPLES = 2_000;
/** Neighbouring seconds share what disturbs them; what disturbs for longer, several runs have to show. */
const BLOCK_MS = 3_000;
/** Fewer points of a side are too few blocks to know how much they vary. */
const LEAST_POINTS = 10;
/** In its first second the engine itself still gets up to speed, and so does an API that was idle. */
export const SETTLING_MS = 1_000;
const SEED = 1;

/** A result that has a series. */
export type ComparedResult = Result & { readonly series: Series };

interface CompareOptions {
  readonly base: readonly ComparedResult[];
  readonly head: readonly ComparedResult[];
  /** Whether run i of base and run i of head followed each other: what disturbed one then disturbed the other. */
  readonly isPaired: boolean;
  /** Whether the runs are about how the API starts: their first second counts as any other. */
  readonly isAboutStart?: boolean;
  /** Metrics in which the sides cannot be told apart, and why. */
  readonly inseparable?: Partial<Record<ComparedId, string>>;
}

/** Compares all runs of base with all runs of head. The same runs give the same comparison, to the last digit. */
export function compareRuns({ base, head, isPaired, isAboutStart, inseparable = {} }: CompareOptions): Comparison {
  const [first] = base;
  if (first === undefined || head.length === 0) throw new RangeError('Cannot compare: each side needs a run');
  const soundBase = base.filter((run, index) => isSound(run, isPaired ? head[index] : undefined));
  const soundHead = head.filter((run, index) => isSound(run, isPaired ? base[index] : undefined));
  const tooLittle = whyTooLittle(base, soundBase) ?? whyTooLittle(head, soundHead);
  const measured = evaluate(soundBase, soundHead, {
    isPaired,
    settlingMs: isAboutStart ? 0 : SETTLING_MS,
    times: tooLittle === undefined ? RESAMPLES : 0,
  });
  const metrics = judgeSides(measured.sides, measured.resamples, inseparable);
  return {
    schemaVersion: COMPARISON_SCHEMA_VERSION,
    ...reachAnswer(metrics, tooLittle),
    profile: first.profile,
    engine: { name: first.engine.name, version: first.engine.version },
    confidence: CONFIDENCE,
    isPaired,
    forced: fingerprintDifferences(first, [...base.slice(1), ...head]),
    base: base.map((run) => comparedRun(run, soundBase)),
    head: head.map((run) => comparedRun(run, soundHead)),
    metrics,
  };
}

/**
 * Whether these runs may be believed. A generator that was late measured itself, and leaves the run that belongs to its
 * own without a partner.
 */
export function isSound(...runs: readonly (ComparedResult | undefined)[]): boolean {
  return !runs.some((run) => run?.rules.some(({ about, status }) => about === 'generator' && status === 'fail'));
}

function whyTooLittle(all: readonly ComparedResult[], sound: readonly ComparedResult[]): string | undefined {
  const points = sound.reduce((total, { series }) => total + series.points, 0);
  if (points >= LEAST_POINTS) return undefined;
  const left = all.length - sound.length;
  const why = left === 0 ? '' : `, because the load generator measured itself in ${left} of ${all.length} runs`;
  return `${points} points in time, and at least ${LEAST_POINTS} are needed${why}: let each run last longer (DURATION)`;
}

interface Evaluation {
  readonly isPaired: boolean;
  readonly settlingMs: number;
  /** Resamples. */
  readonly times: number;
}

function evaluate(
  base: readonly ComparedResult[],
  head: readonly ComparedResult[],
  { isPaired, settlingMs, times }: Evaluation,
) {
  const random = seededRandom(SEED);
  const statisticsOfRuns = (runs: readonly ComparedResult[]) =>
    statisticsOf(
      runs.map(({ series }) => series),
      settlingMs,
    );
  const baseOf = statisticsOfRuns(base);
  const headOf = statisticsOfRuns(head);
  const ofBase = base.map(resampled);
  const ofHead = head.map(resampled);
  const sides: Sides = { base: baseOf(onceEach(ofBase)), head: headOf(onceEach(ofHead)) };
  const resamples = Array.from({ length: times }, (): Sides => {
    const chosen = drawRuns(base.length, random);
    const chosenOfHead = isPaired ? chosen : drawRuns(head.length, random);
    return {
      base: baseOf(drawWeights(ofBase, chosen, random)),
      head: headOf(drawWeights(ofHead, chosenOfHead, random)),
    };
  });
  return { sides, resamples };
}

/** A run as it is drawn from. */
export function resampled({ series: { points, intervalMs } }: ComparedResult): Resampled {
  return { points, blockPoints: Math.max(1, Math.round(BLOCK_MS / intervalMs)) };
}

function comparedRun(run: ComparedResult, sound: readonly ComparedResult[]): ComparedRun {
  const { startedAt, target, verdict } = run;
  return { startedAt, baseUrl: target.baseUrl, verdict: verdict.status, isLeftOut: !sound.includes(run) };
}
