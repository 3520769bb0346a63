import { expect, test } from 'vitest';
import { systemClock } from '../../src/engine/clock.ts';

test('the system clock never calls back before the time', async () => {
  const startMs = systemClock.now();
  const dueMs = [0, 0.3, 1.2, 5.5, 5.7, 20].map((offsetMs) => startMs + offsetMs);
  const calls = await Promise.all(
    dueMs.map((due) => new Promise<number>((resolve) => systemClock.at(due, () => resolve(systemClock.now())))),
  );
  for (const [index, due] of dueMs.entries()) expect(calls[index]).toBeGreaterThanOrEqual(due);
});

test('what was cancelled is not called', async () => {
  let calls = 0;
  const count = () => calls++;
  const now = systemClock.now();
  for (const cancel of [
    systemClock.at(now + 5, count),
    systemClock.at(now, count),
    systemClock.after(5, count),
    systemClock.every(1, count),
  ]) {
    cancel();
  }
  await new Promise<void>((resolve) => systemClock.after(10, resolve));
  expect(calls).toBe(0);
});

test('the next tick lies just before the whole milliseconds of the machine change, less than one ahead', () => {
  const nowMs = systemClock.now();
  const tickMs = systemClock.nextTickMs();
  expect(tickMs).toBeGreaterThan(nowMs - 0.1);
  // How far the clock of the machine is from that of the engine; read again, as long as something came between.
  const distances = Array.from({ length: 50 }, () => {
    const [seconds, nanoseconds] = process.hrtime();
    return (seconds % 1_000) * 1_000 + nanoseconds / 1_000_000 - systemClock.now();
  });
  const fraction = (tickMs + Math.max(...distances)) % 1;
  expect(fraction).toBeGreaterThan(0.9);
});
