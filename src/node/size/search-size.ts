import { type ComparedResult, isSound } from '../../core/compare/compare-runs.ts';
import { demandOf } from '../../core/sizing/demand.ts';
import { judgeSize, type TriedSize } from '../../core/sizing/judge-size.ts';
import { nextSizes } from '../../core/sizing/next-sizes.ts';
import { measuredAnswer, type SizeAnswer, type SizeQuestion, unknownAnswer } from '../../core/sizing/size-answer.ts';
import { assertPoolSize } from './assert-pool-size.ts';
import type { PoolSide } from './pool-side.ts';
import type { SizeSettings } from './size-settings.ts';

/** More runs than any search takes that does not go to and fro. */
const MOST_RUNS = 40;

interface SearchOptions {
  readonly settings: Pick<SizeSettings, 'largest' | 'rounds' | 'mode' | 'run'>;
  readonly question: SizeQuestion;
  readonly sideOf: (size: number) => PoolSide;
  /** Runs the load against an API with a pool of a size, again where the generator was late. */
  readonly measure: (side: PoolSide, env: NodeJS.ProcessEnv) => Promise<ComparedResult>;
  readonly onRun: (size: number, result: ComparedResult, tried: TriedSize | undefined) => void;
}

/** Measures pools of one size after the other, until it is known which is the smallest that holds. */
export async function searchSize(options: SearchOptions): Promise<SizeAnswer> {
  const { settings, question, measure, onRun } = options;
  const sides = new OpenSides(options.sideOf);
  const runs = new Map<number, ComparedResult[]>();
  const tried = new Map<number, TriedSize>();
  const all: ComparedResult[] = [];
  try {
    while (all.length < MOST_RUNS) {
      const sizes = nextSizes([...tried.values()], { ...settings, guess: guessFrom(all[0], question) });
      if (sizes.length === 0) break;
      await sides.closeAllBut(sizes);
      for (const size of sizes) {
        const result = await measure(sides.open(size), { POOL_SIZE: `${size}`, EXPECTED_MAX_CONNECTIONS: `${size}` });
        assertPoolSize(result, size, settings);
        if (!isSound(result)) return unknownAnswer(result, question, LATE);
        all.push(result);
        const ofSize = [...(runs.get(size) ?? []), result];
        runs.set(size, ofSize);
        const judged = judgeSize(size, ofSize);
        onRun(size, result, judged);
        if (judged === undefined) return unknownAnswer(result, question, tooFew(result));
        tried.set(size, judged);
      }
    }
  } finally {
    await sides.closeAllBut([]);
  }
  return measuredAnswer([...tried.values()], all, question);
}

export const LATE =
  'the load generator was late, so it measured itself. Run this on a machine with less to do, or with a lower RATE';

function tooFew({ requests }: ComparedResult): string {
  const answered = requests.requests - requests.failedRequests;
  return `${answered} answers in a run, of which those of its first second are left out, are too few for a percentile. Raise RATE or DURATION`;
}

/** Where connections are all in use on average, as many as that are too few, and hardly more may do. */
function guessFrom(first: ComparedResult | undefined, { ratePerSecond, workers }: SizeQuestion): number | undefined {
  if (first === undefined || first.evidence === null) return undefined;
  const demand = demandOf(first.evidence, ratePerSecond, { isHealthy: true, processes: workers });
  return 'connectionsInUse' in demand ? Math.max(1, Math.ceil(demand.connectionsInUse)) : undefined;
}

/** APIs that wait for their turn. More than those of the next turn would only take memory. */
class OpenSides {
  readonly #create: (size: number) => PoolSide;
  readonly #sides = new Map<number, PoolSide>();

  constructor(create: (size: number) => PoolSide) {
    this.#create = create;
  }

  open(size: number): PoolSide {
    const side = this.#sides.get(size) ?? this.#create(size);
    this.#sides.set(size, side);
    return side;
  }

  async closeAllBut(sizes: readonly number[]): Promise<void> {
    for (const [size, side] of this.#sides) {
      if (sizes.includes(size)) continue;
      this.#sides.delete(size);
      await side.close();
    }
  }
}
