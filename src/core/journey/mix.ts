import { divisor } from '../units/divisor.ts';
import type { CacheUse, JourneyShape, RequestShape } from './journey-shape.ts';

/** One of the requests that come in turn. */
export interface Place {
  readonly name: string;
  readonly cache: CacheUse;
  /** How many of its name a round has, and how many of them come before it. */
  readonly perRound: number;
  readonly before: number;
}

/** Requests in turn, again and again: as few as have the shares exactly, each kind as evenly as it goes. */
export type Round = readonly Place[];

/** The round of a journey. */
export function roundOf({ requests }: JourneyShape): Round {
  const kinds = Object.entries(requests);
  const step = kinds.map(([, { share }]) => share).reduce(divisor, 0);
  const length = kinds.reduce((sum, [, { share }]) => sum + share, 0) / step;
  const sent = kinds.map(() => 0);
  return Array.from({ length }, (_, index) => {
    // The one furthest behind is next.
    const behind = kinds.map(([, { share }], kind) => (share / step) * (index + 1) - (sent[kind] ?? 0) * length);
    const next = behind.indexOf(Math.max(...behind));
    const [name, { share, cache }] = kinds[next] as [string, RequestShape];
    const before = sent[next] ?? 0;
    sent[next] = before + 1;
    return { name, cache, perRound: share / step, before };
  });
}

/**
 * The same round for an API that was asked nothing yet: the places of requests that need what `setup` finds go to the
 * first that does not, if there is one.
 */
export function roundWithoutSetup(journey: JourneyShape): Round {
  const [name] = withoutSetup(journey);
  if (name === undefined) return roundOf(journey);
  const merged: Record<string, RequestShape> = {};
  for (const [own, request] of Object.entries(journey.requests)) {
    const into = request.needsSetup ? name : own;
    const target = journey.requests[into] ?? request;
    merged[into] = { ...target, share: (merged[into]?.share ?? 0) + request.share };
  }
  return roundOf({ requests: merged });
}

/** Names of the requests that can be sent to an API that was asked nothing yet. */
export function withoutSetup({ requests }: JourneyShape): string[] {
  return Object.keys(requests).filter((name) => !requests[name]?.needsSetup);
}

/** How many of the first `count` requests in turn use the cache in one way. */
export function amongFirst(round: Round, count: number, wanted: CacheUse): number {
  const isWanted = ({ cache }: Place) => cache === wanted;
  const rounds = Math.floor(count / round.length);
  return rounds * round.filter(isWanted).length + round.slice(0, count % round.length).filter(isWanted).length;
}

/** Of the requests that ask a cache, how many none can answer, from 0 to 1. */
export function missShareOf(journey: JourneyShape): number {
  const misses = percentOf(journey, 'miss');
  return misses === 0 ? 0 : misses / (misses + percentOf(journey, 'warm'));
}

/** Percent of the load that uses the cache in one way. */
function percentOf({ requests }: JourneyShape, wanted: CacheUse): number {
  return Object.values(requests).reduce((sum, { share, cache }) => sum + (cache === wanted ? share : 0), 0);
}

/** Whether a request of the journey may be a chain of several: a function that awaits an answer is async. */
export function hasChains({ requests }: JourneyShape): boolean {
  return Object.values(requests).some(({ send }) => Object.prototype.toString.call(send) === '[object AsyncFunction]');
}
