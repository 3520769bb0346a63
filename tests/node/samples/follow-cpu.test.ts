import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { followCpu } from '../../../src/node/samples/follow-cpu.ts';

test.skipIf(process.platform !== 'linux')('tells a process that works from one that waits', async () => {
  const pids = ['for(;;);', 'setInterval(() => {}, 1e6)'].map((code) => {
    const child = spawn(process.execPath, ['-e', code]);
    onTestFinished(() => void child.kill('SIGKILL'));
    return child.pid ?? 0;
  });
  const shares = await Promise.all(
    pids.map(
      (pid) =>
        new Promise<number>((resolve) => {
          const told: number[] = [];
          const stop = followCpu(pid, (share) => {
            told.push(share);
            // The first second has the start of Node.js in it.
            if (told.length < 3) return;
            stop();
            resolve(share);
          });
          onTestFinished(stop);
          // followCpu() alone keeps no process alive.
          const alive = setInterval(() => {}, 100);
          onTestFinished(() => clearInterval(alive));
        }),
    ),
  );
  const [busy = 0, idle = 1] = shares;
  // Whatever else the machine does: it leaves something to the one, and the other takes next to nothing.
  expect(busy).toBeGreaterThan(5 * idle);
});

test('a process that is not there tells nothing', () => {
  const stop = followCpu(2 ** 22 + 1, () => expect.unreachable());
  stop();
});
