import type { TriedSize } from './judge-size.ts';

type Tried = Pick<TriedSize, 'size' | 'runs' | 'holds' | 'isSure'>;

interface SearchOptions {
  /** The largest pool that is tried: the first of all. */
  readonly largest: number;
  /** How often the neighbours of the answer run, and twice as often those of which it is not sure whether they hold. */
  readonly rounds: number;
  /** Where to begin, once that is known. */
  readonly guess: number | undefined;
}

/** Two sizes next to each other, of which the larger one holds; 0 for no pool at all. */
interface Bracket {
  readonly fails: number;
  readonly holds: number;
}

/**
 * Which sizes to try next, in this order; none when the search is over. It halves what lies between the largest pool that
 * did not hold and the smallest that did; when these are neighbours, they run in turn until each had its rounds. What
 * comes out otherwise then moves the search.
 */
export function nextSizes(tried: readonly Tried[], { largest, rounds, guess }: SearchOptions): readonly number[] {
  if (tried.length === 0) return [largest];
  const bracket = bracketOf(tried);
  if (bracket === undefined) return roundsLeft(tried, [largest], rounds);
  const { fails, holds } = bracket;
  if (holds - fails > 1) return [between(bracket, tried, guess)];
  const isHoldSure = tried.some(({ size, isSure }) => size === holds && isSure);
  const neighbours = [fails, holds, ...(isHoldSure ? [] : [holds + 1])].filter((size) => size >= 1 && size <= largest);
  const left = roundsLeft(tried, neighbours, rounds);
  // A B, B A, A B …: what drifts on this machine favours neither.
  return runsOf(tried, holds) % 2 === 1 ? left : [...left].reverse();
}

/** The answer, once the search is over: the smallest pool that holds and has none above it that does not. */
export function smallestThatHolds(tried: readonly Tried[]): number | undefined {
  return bracketOf(tried)?.holds;
}

/** Between which two sizes the smallest pool that holds lies, by what is sure: both included. */
export function intervalOfSize(tried: readonly Tried[], answer: number): readonly [low: number, high: number] {
  const failing = tried.filter(({ size, holds, isSure }) => size < answer && !holds && isSure).map(({ size }) => size);
  const holding = tried.filter(({ size, holds, isSure }) => size >= answer && holds && isSure).map(({ size }) => size);
  return [Math.max(0, ...failing) + 1, holding.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...holding)];
}

/** Undefined when not even the largest pool holds. */
function bracketOf(tried: readonly Tried[]): Bracket | undefined {
  const fails = Math.max(0, ...tried.filter(({ holds }) => !holds).map(({ size }) => size));
  const above = tried.filter(({ size, holds }) => holds && size > fails).map(({ size }) => size);
  return above.length === 0 ? undefined : { fails, holds: Math.min(...above) };
}

function roundsLeft(tried: readonly Tried[], sizes: readonly number[], rounds: number): number[] {
  const isSure = (wanted: number) => tried.some((one) => one.size === wanted && one.isSure);
  return sizes.filter((size) => runsOf(tried, size) < (isSure(size) ? rounds : 2 * rounds));
}

function runsOf(tried: readonly Tried[], wanted: number): number {
  return tried.find(({ size }) => size === wanted)?.runs ?? 0;
}

/** The guess first, then steps away from it that double, and the middle where there is none or it lies outside. */
function between({ fails, holds }: Bracket, tried: readonly Tried[], guess: number | undefined): number {
  const middle = Math.floor((fails + holds) / 2);
  if (guess === undefined) return middle;
  if (guess > fails && guess < holds) return guess;
  const step = 2 ** Math.max(0, tried.length - 2);
  // What was tried last lies next to the guess: a bracket that is open on the other side is far wider than the step.
  return guess <= fails ? Math.min(fails + step, middle) : Math.max(holds - step, middle, fails + 1);
}
