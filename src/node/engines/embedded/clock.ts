/** Time as the engine sees it; passed in, so that tests can replace it. Milliseconds with fractions. */
export interface Clock {
  /** Monotonic time. */
  now(): number;
  /** Milliseconds since 1970. */
  epochNow(): number;
  /** Runs `callback` at the monotonic time `dueMs`, as exactly as possible, never before. Returns a function that cancels. */
  at(dueMs: number, callback: () => void): () => void;
  /** Runs `callback` once `delayMs` have passed, a millisecond late at worst when idle. Returns a function that cancels. */
  after(delayMs: number, callback: () => void): () => void;
  /** Runs `callback` every `periodMs`. Returns a function that cancels. */
  every(periodMs: number, callback: () => void): () => void;
  /** Resolves when timers and I/O that are due have had their turn. */
  turn(): Promise<void>;
}

// setTimeout takes at most 2^31 - 1 ms and runs at once for more.
const LONGEST_TIMER_MS = 2_147_483_647;
// Timers of Node count whole milliseconds and fire up to one early or late. Below this rest the callback runs now or
// after a turn of the event loop; above it one more timer is cheaper than turning in circles.
const TURNING_REST_MS = 0.4;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  epochNow: () => performance.timeOrigin + performance.now(),

  at(dueMs, callback) {
    let timer: NodeJS.Timeout | undefined;
    let turn: NodeJS.Immediate | undefined;
    const wait = () => {
      const restMs = dueMs - performance.now();
      if (restMs <= 0) callback();
      else if (restMs < TURNING_REST_MS) turn = setImmediate(wait);
      else timer = setTimeout(wait, Math.min(Math.floor(restMs), LONGEST_TIMER_MS));
    };
    turn = setImmediate(wait);
    return () => {
      clearTimeout(timer);
      clearImmediate(turn);
    };
  },

  after(delayMs, callback) {
    const dueMs = performance.now() + delayMs;
    const wait = () => {
      const restMs = dueMs - performance.now();
      if (restMs > 0) timer = setTimeout(wait, Math.min(Math.ceil(restMs), LONGEST_TIMER_MS));
      else callback();
    };
    let timer = setTimeout(wait, Math.min(Math.ceil(delayMs), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },

  every(periodMs, callback) {
    const timer = setInterval(callback, periodMs);
    return () => clearInterval(timer);
  },

  turn: () => new Promise((resolve) => setImmediate(resolve)),
};
