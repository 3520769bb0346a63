/** Time as the engine sees it; passed in, so that tests can replace it. Milliseconds with fractions. */
export interface Clock {
  /** Monotonic time. */
  now(): number;
  /** Milliseconds since 1970. */
  epochNow(): number;
  /** Runs `callback` at the monotonic time `dueMs`, up to 1 ms late when idle, never before. Returns a function that cancels. */
  at(dueMs: number, callback: () => void): () => void;
  /** Runs `callback` once `delayMs` have passed, up to 1 ms late when idle. Returns a function that cancels. */
  after(delayMs: number, callback: () => void): () => void;
  /** Runs `callback` every `periodMs`. Returns a function that cancels. */
  every(periodMs: number, callback: () => void): () => void;
  /** The next time at which timers fire, less than 1 ms away: what is due then, or whole milliseconds later, is not late. */
  nextTickMs(): number;
  /** Resolves when timers and I/O that are due have had their turn. */
  turn(): Promise<void>;
}

// setTimeout takes at most 2^31 - 1 ms and runs at once for more.
const LONGEST_TIMER_MS = 2_147_483_647;
// Timers of Node fire when the whole milliseconds of the machine's monotonic clock change; `performance.now()` counts
// from elsewhere. Knowing the distance, one timer does: none fires early and has to be set again, and none turns in
// circles for the rest of a millisecond.
const PHASE_MS = millisecondsAhead() % 1;
// A time at the very edge could be computed to lie behind it, and would be a millisecond late.
const BEFORE_EDGE_MS = 0.01;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  epochNow: () => performance.timeOrigin + performance.now(),

  at(dueMs, callback) {
    const nowMs = performance.now();
    if (dueMs <= nowMs) {
      const turn = setImmediate(callback);
      return () => clearImmediate(turn);
    }
    const waitFrom = (fromMs: number) => setTimeout(wake, Math.min(wholeMsUntil(dueMs, fromMs), LONGEST_TIMER_MS));
    const wake = () => {
      const wokenMs = performance.now();
      if (dueMs <= wokenMs) callback();
      else timer = waitFrom(wokenMs);
    };
    let timer = waitFrom(nowMs);
    return () => clearTimeout(timer);
  },

  after(delayMs, callback) {
    const dueMs = performance.now() + delayMs;
    const wait = () => {
      const restMs = dueMs - performance.now();
      if (restMs > 0) timer = setTimeout(wait, Math.min(Math.ceil(restMs), LONGEST_TIMER_MS));
      else callback();
    };
    // Equal delays get equal timers, which Node fires in the order in which they were set. The millisecond that has
    // begun does not count, hence one more.
    let timer = setTimeout(wait, Math.min(Math.floor(delayMs) + 1, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },

  every(periodMs, callback) {
    const timer = setInterval(callback, periodMs);
    return () => clearInterval(timer);
  },

  nextTickMs: () => Math.ceil(performance.now() + PHASE_MS) - PHASE_MS - BEFORE_EDGE_MS,

  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

/** Whole milliseconds of the machine's clock from now until it is past `dueMs`. */
function wholeMsUntil(dueMs: number, nowMs: number): number {
  return Math.ceil(dueMs + PHASE_MS) - Math.floor(nowMs + PHASE_MS);
}

/** How far the clock of the machine is ahead of `performance.now()`. */
function millisecondsAhead(): number {
  // Time that passes between the two readings makes the distance smaller, never greater.
  let most = 0;
  for (let reading = 0; reading < 10; reading++) {
    const [seconds, nanoseconds] = process.hrtime();
    most = Math.max(most, seconds * 1_000 + nanoseconds / 1_000_000 - performance.now());
  }
  return most;
}
