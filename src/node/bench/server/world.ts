import { seededRandom } from '../../../core/statistics/seeded-random.ts';

/** What the server of the truth bench does to requests. */
export type World =
  /** Every answer takes as long. */
  | { readonly kind: 'constant'; readonly delayMs: number }
  /** Some answers take long, drawn by lot with a fixed seed. */
  | { readonly kind: 'bimodal'; readonly delayMs: number; readonly slowMs: number; readonly slowShare: number }
  /** As constant; and once, `afterMs` after the first request, nothing is answered for `stallMs`. */
  | { readonly kind: 'stall'; readonly delayMs: number; readonly afterMs: number; readonly stallMs: number }
  /** `concurrency` requests are worked on at a time, `delayMs` each; the others queue, first come, first served. */
  | { readonly kind: 'capped'; readonly delayMs: number; readonly concurrency: number };

const SEED = 20_260_101;

/**
 * A function that tells when the answer to a request is due, for requests in the order in which they arrive. All times
 * are milliseconds since the first request arrived.
 */
export function answerTimes(world: World): (arrivedMs: number) => number {
  const random = seededRandom(SEED);
  const freeAtMs: number[] = Array.from({ length: world.kind === 'capped' ? world.concurrency : 0 }, () => 0);
  return (arrivedMs) => {
    if (world.kind === 'capped') {
      // Whoever is free first takes the next of the queue.
      const startsMs = Math.max(arrivedMs, freeAtMs.shift() ?? 0);
      freeAtMs.push(startsMs + world.delayMs);
      return startsMs + world.delayMs;
    }
    if (world.kind === 'bimodal') return arrivedMs + (random() < world.slowShare ? world.slowMs : world.delayMs);
    const stallEndsMs = world.kind === 'stall' ? world.afterMs + world.stallMs : 0;
    const isHeld = world.kind === 'stall' && arrivedMs >= world.afterMs && arrivedMs < stallEndsMs;
    return (isHeld ? stallEndsMs : arrivedMs) + world.delayMs;
  };
}
