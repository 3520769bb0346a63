/** One step of a rising load, as it was measured. */
export interface Step {
  /** The rate that the step planned, requests per second. */
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly plannedRequests: number;
  /** Completed; each is one request, or a chain of several. */
  readonly iterations: number;
  readonly requests: number;
  readonly failedRequests: number;
  /** Those of them that waited for their answer until the time-out. */
  readonly timedOutRequests: number;
  readonly droppedIterations: number;
  /** Over all requests: one that ran into its time-out waited as long as any. */
  readonly meanMs: number;
  readonly p95Ms: number;
  /** 95th percentile of how late the generator began its iterations. */
  readonly startDelayMs: number;
  readonly vus: number;
}

/** Where an API stops holding, and what shows it first. */
export interface Knee {
  /** `generator`: the load itself broke off, so the API was not shown its limit; `none`: it held every step. */
  readonly kind: 'waits' | 'errors' | 'generator' | 'none';
  /** The step that did not hold, counted from 0; null when all did. */
  readonly step: number | null;
  /** The highest rate that held; null when not even the first did. */
  readonly holdsPerSecond: number | null;
  /** The usual p95 of the steps before; null when there was none. */
  readonly levelMs: number | null;
}

/** The limit of the rule generator-start-delay: a generator later than this measured itself. */
const LATE_MS = 25;

/**
 * A queue before a full pool grows for as long as the step lasts: 5 % too much for 5 s are waits of up to 250 ms. The
 * rise is far from subtle, so these bounds can keep out what a busy machine alone adds, no more than its generator may be
 * late.
 */
const RISE_FACTOR = 2;
const RISE_MS = LATE_MS;

/** A step counts as sent when at least this share of its plan was. */
const ACHIEVED_SHARE = 0.95;

type Trouble = Exclude<Knee['kind'], 'none'>;

/** The first step whose p95 rises clearly over the steps before it, that fails requests, or that could not be sent. */
export function findKnee(steps: readonly Step[]): Knee {
  for (const [index, step] of steps.entries()) {
    const levelMs = median(steps.slice(0, index).map(({ p95Ms }) => p95Ms));
    const trouble = troubleOf(step, levelMs);
    if (trouble === undefined) continue;
    // More load cures no queue: a rise that is gone at the next step was something else.
    const next = steps[index + 1];
    if (trouble === 'waits' && isSound(step) && next !== undefined && troubleOf(next, levelMs) === undefined) continue;
    return { kind: trouble, step: index, holdsPerSecond: steps[index - 1]?.ratePerSecond ?? null, levelMs };
  }
  return { kind: 'none', step: null, holdsPerSecond: steps.at(-1)?.ratePerSecond ?? null, levelMs: null };
}

/** Requests per second that were really sent and came to an end. */
export function achievedPerSecond({ requests, durationMs }: Step): number {
  return durationMs === 0 ? 0 : (requests * 1_000) / durationMs;
}

/** Requests that are under way at a time, by Little's law: arrivals per second × seconds that each stays. */
export function inFlight(step: Step): number {
  return (achievedPerSecond(step) * step.meanMs) / 1_000;
}

/**
 * How late the generator was for reasons of its own. Iterations are numbered as they start, so each one dropped makes
 * those after it seem later by one period; that is taken off again.
 */
export function ownDelayMs({ startDelayMs, droppedIterations, ratePerSecond }: Step): number {
  return Math.max(0, startDelayMs - (droppedIterations * 1_000) / ratePerSecond);
}

function troubleOf(step: Step, levelMs: number | null): Trouble | undefined {
  const hasRisen = (ms: number) => levelMs !== null && ms > Math.max(levelMs * RISE_FACTOR, levelMs + RISE_MS);
  const hasWaits = hasRisen(step.p95Ms);
  if (isSound(step) && !hasWaits) return undefined;
  const delayMs = ownDelayMs(step);
  if (delayMs > LATE_MS) return 'generator';
  // What the generator lost before it sent may be part of what it measured.
  if (hasWaits) return hasRisen(step.p95Ms - delayMs) || step.failedRequests > 0 ? 'waits' : 'generator';
  // A time-out is a wait that was cut off: the p95 of a slow API may have no room left to double below it.
  if (step.failedRequests > 0) return step.timedOutRequests >= step.failedRequests / 2 ? 'waits' : 'errors';
  // No VU was free. Did they wait for the API, or for a processor? Little's law knows how many the API kept.
  return inFlight(step) >= step.vus / 2 ? 'waits' : 'generator';
}

/** All of its plan was sent, and none of it failed. */
function isSound({ iterations, plannedRequests, failedRequests, droppedIterations }: Step): boolean {
  return failedRequests === 0 && droppedIterations === 0 && iterations >= plannedRequests * ACHIEVED_SHARE;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
