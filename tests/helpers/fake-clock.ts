import type { Clock } from '../../src/engine/clock.ts';

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Runs all that falls due within so many milliseconds, in order, with what follows from it. */
  advance(durationMs: number): Promise<void>;
}

/** Makes a clock that starts at 0, on 2026-01-01. */
export function createFakeClock(): FakeClock {
  const epochMs = Date.UTC(2026, 0, 1);
  let nowMs = 0;
  let lastId = 0;
  const timers = new Map<number, { readonly dueMs: number; readonly callback: () => void }>();

  const at = (dueMs: number, callback: () => void) => {
    const id = ++lastId;
    timers.set(id, { dueMs: Math.max(dueMs, nowMs), callback });
    return () => void timers.delete(id);
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    now: () => nowMs,
    epochNow: () => epochMs + nowMs,
    at,
    after: (delayMs, callback) => at(nowMs + delayMs, callback),
    every: (periodMs, callback) => {
      let cancel = () => {};
      const repeat = () => {
        cancel = at(nowMs + periodMs, () => {
          repeat();
          callback();
        });
      };
      repeat();
      return () => cancel();
    },
    nextTickMs: () => Math.ceil(nowMs),
    turn: () => new Promise((resolve) => at(nowMs, resolve)),
    async advance(durationMs) {
      const untilMs = nowMs + durationMs;
      for (;;) {
        await settle();
        let next: [number, { readonly dueMs: number; readonly callback: () => void }] | undefined;
        for (const timer of timers) if (!next || timer[1].dueMs < next[1].dueMs) next = timer;
        if (!next || next[1].dueMs > untilMs) break;
        timers.delete(next[0]);
        nowMs = next[1].dueMs;
        next[1].callback();
      }
      nowMs = untilMs;
    },
  };
}
