import { expect, test } from 'vitest';
import { createBusyShareReader, LoopWatch } from '../../src/engine/loop-watch.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

interface Second {
  readonly busy: number;
  readonly lateMs?: number;
}

/** What is warned of when the loop is busy, and iterations start late, second by second. */
async function warningsOf(seconds: readonly Second[]): Promise<string[]> {
  const clock = createFakeClock();
  const warnings: string[] = [];
  let busyShare = 0;
  const watch = new LoopWatch(
    clock,
    () => busyShare,
    (message) => warnings.push(message),
  );
  for (const { busy, lateMs = 0 } of seconds) {
    busyShare = busy;
    watch.noteStart(lateMs);
    watch.noteStart(lateMs / 2);
    await clock.advance(1_000);
  }
  watch.stop();
  busyShare = 1;
  await clock.advance(10_000);
  return warnings;
}

test('a loop that is busy for seconds is warned of once, with the figures', async () => {
  expect(await warningsOf(Array(10).fill({ busy: 0.974, lateMs: 41.6 }))).toEqual([
    'Insufficient CPU, the event loop was busy for 97% of the last 3s and iterations started up to 42ms late: latencies may include time spent waiting in the engine; lower the load, or install k6 to use all cores',
  ]);
});

test('without late starts only the loop is mentioned', async () => {
  const warnings = await warningsOf([{ busy: 1 }, { busy: 0.95 }, { busy: 0.9 }]);
  expect(warnings).toEqual([expect.stringContaining('was busy for 95% of the last 3s: latencies')]);
});

test('late starts alone are enough', async () => {
  const warnings = await warningsOf(Array(3).fill({ busy: 0.4, lateMs: 30 }));
  expect(warnings).toEqual([expect.stringContaining('busy for 40% of the last 3s and iterations started up to 30ms')]);
});

test('a loop with time to spare, or busy for a moment only, is no reason to warn', async () => {
  expect(await warningsOf(Array(10).fill({ busy: 0.85, lateMs: 20 }))).toEqual([]);
  const busy = { busy: 1, lateMs: 50 };
  expect(await warningsOf([busy, busy, { busy: 0.2 }, busy, busy])).toEqual([]);
});

test('the share in which the loop is busy is near 1 while it computes and near 0 while it waits', async () => {
  const read = createBusyShareReader();
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  await wait(1);
  read();
  await wait(200);
  expect(read()).toBeLessThan(0.5);
  const until = performance.now() + 200;
  while (performance.now() < until) Math.sqrt(2);
  await wait(0);
  expect(read()).toBeGreaterThan(0.9);
});
