import { expect, test } from 'vitest';
import { systemClock } from '../../../../src/node/engines/embedded/clock.ts';

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
