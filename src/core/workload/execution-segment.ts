import type { Environment } from '../settings/variable.ts';
import { divisor } from '../units/divisor.ts';

// Several k6 processes share a run by execution segments: each does its part of every scenario. Iterations are dealt
// out in stripes, so that each process spreads its own evenly over time (k6: lib/execution_segment.go).

/** The part of a run that one process does: of every `outOf` iterations those with these numbers. */
export interface Stripe {
  readonly outOf: number;
  /** Ascending, from 0; none where it has no VU. */
  readonly numbers: readonly number[];
  /** The numbers of every process, in the order of the sequence, and which of them is this one. */
  readonly all: readonly (readonly number[])[];
  readonly own: number;
}

/** All of a run. */
export const WHOLE: Stripe = { outOf: 1, numbers: [0], all: [[0]], own: 0 };

/** A fraction, in lowest terms. */
interface Fraction {
  readonly above: number;
  readonly below: number;
}

/**
 * The stripe of an execution segment such as `1/4:1/2`, in a sequence such as `0,1/4,1/2,3/4,1`. Without a sequence the
 * rest of the run counts as one segment before and one after it, as in k6.
 *
 * @throws RangeError when k6 would take neither.
 */
export function stripeOf(segment: string | null | undefined, sequence: string | null | undefined): Stripe {
  if (!segment) return WHOLE;
  const [start, end] = segment.includes(':') ? segment.split(':') : ['0', segment];
  const [from, to] = [parseFraction(start ?? ''), parseFraction(end ?? '')];
  const bounds = sequence ? sequence.split(',').map(parseFraction) : [from, to];
  const points = [{ above: 0, below: 1 }, ...bounds, { above: 1, below: 1 }].filter(
    (point, index, all) => index === 0 || compare(point, all[index - 1] ?? point) !== 0,
  );
  const own = points.findIndex((point, index) => {
    const next = points[index + 1];
    return next !== undefined && compare(point, from) === 0 && compare(next, to) === 0;
  });
  const rises = points.every((point, index) => index === 0 || compare(points[index - 1] ?? point, point) < 0);
  if (own === -1 || !rises) {
    throw new RangeError(
      `Cannot share the run: execution segment "${segment}" is not in the sequence "${sequence ?? segment}"; expected such as 1/4:1/2 in 0,1/4,1/2,3/4,1`,
    );
  }
  return deal(points, own);
}

/** Why the part of the run that K6_EXECUTION_SEGMENT asks for is none, in a line; nothing where it is one. */
export function segmentProblems({
  K6_EXECUTION_SEGMENT: segment,
  K6_EXECUTION_SEGMENT_SEQUENCE: sequence,
}: Environment) {
  try {
    stripeOf(segment, sequence);
    return [];
  } catch {
    const place = sequence ? `K6_EXECUTION_SEGMENT_SEQUENCE=${JSON.stringify(sequence)}` : 'the run';
    return [
      `K6_EXECUTION_SEGMENT=${JSON.stringify(segment)} is not allowed: it is no part of ${place}; give such as 1/4:1/2, in a sequence such as 0,1/4,1/2,3/4,1`,
    ];
  }
}

/** How many of the first `count` belong to the stripe. */
export function shareOf({ outOf, numbers }: Pick<Stripe, 'outOf' | 'numbers'>, count: number): number {
  return Math.floor(count / outOf) * numbers.length + numbers.filter((number) => number < count % outOf).length;
}

/** The number in the whole run of what is number `index` of the stripe, both from 0. */
export function numberOf({ outOf, numbers }: Stripe, index: number): number {
  return Math.floor(index / numbers.length) * outOf + (numbers[index % numbers.length] ?? 0);
}

/**
 * VUs that the processes of a run can share evenly: as many, or a few more. k6 deals out the iterations of an arrival
 * rate in the proportion of the VUs that each process has of a scenario (lib/executor/constant_arrival_rate.go), so that
 * of 106 VUs the fourth of four has 26, begins some iterations a place later and has one less in the end. Fewer VUs than
 * processes stay as they are: one process has them.
 */
export function evenVus({ outOf }: Stripe, vus: number): number {
  return vus < outOf ? vus : Math.ceil(vus / outOf) * outOf;
}

/**
 * The stripe of a scenario at an arrival rate, whose iterations are dealt out in the proportion of the VUs that each process has
 * of it: of a single VU's, the first process has all.
 */
export function stripeByVus(stripe: Stripe, vus: number): Stripe {
  const { outOf, all, own } = stripe;
  if (vus % outOf === 0) return stripe;
  const shares = all.map((numbers) => shareOf({ outOf, numbers }, vus));
  if (shares[own] === 0) return { outOf: 1, numbers: [], all: [[]], own: 0 };
  const having = shares.flatMap((share, index) => (share > 0 ? [index] : []));
  let above = 0;
  const ends = having.map((index) => {
    above += shares[index] ?? 0;
    return inLowestTerms({ above, below: vus });
  });
  return deal([{ above: 0, below: 1 }, ...ends], having.indexOf(own));
}

/** Deals numbers out: the longest segment takes first, and each as soon as its share of those before it is used up. */
function deal(points: readonly Fraction[], own: number): Stripe {
  const outOf = points.reduce((lowest, { below }) => (lowest * below) / divisor(lowest, below), 1);
  const segments = points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    const shares = (end.above * outOf) / end.below - (start.above * outOf) / start.below;
    return { index, shares, taken: 0 };
  });
  segments.sort((a, b) => b.shares - a.shares);
  const all: number[][] = segments.map(() => []);
  for (let number = 0; number < outOf; number++) {
    const taker = segments.find(({ shares, taken }) => number * shares >= taken * outOf);
    if (!taker) continue;
    taker.taken++;
    all[taker.index]?.push(number);
  }
  return { outOf, numbers: all[own] ?? [], all, own };
}

/** Reads `1/4`, `0.25`, `25%`, `0` or `1`. */
function parseFraction(text: string): Fraction {
  const [, whole, decimals = '', percent] = /^(\d+)(?:\.(\d+))?(%?)$/.exec(text) ?? [];
  const [, numerator, denominator] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const above = Number(numerator ?? `${whole}${decimals}`);
  const below = Number(denominator ?? 1) * 10 ** decimals.length * (percent ? 100 : 1);
  if (!(above <= below)) {
    throw new RangeError(`Cannot read "${text}" of an execution segment: expected a fraction from 0 to 1, such as 1/4`);
  }
  return inLowestTerms({ above, below });
}

function inLowestTerms({ above, below }: Fraction): Fraction {
  const common = divisor(above, below);
  return { above: above / common, below: below / common };
}

function compare(a: Fraction, b: Fraction): number {
  return a.above * b.below - b.above * a.below;
}
