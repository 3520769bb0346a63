import { describe, expect, test } from 'vitest';
import { runCommand } from '../../../src/node/bench/run-command.ts';
import { cpuMsOf, processesOfGroup } from '../../../src/node/processes/process-group.ts';

const { signal } = new AbortController();
const SPIN = 'const end = process.cpuUsage().user + 3e5; while (process.cpuUsage().user < end);';

/** Node with a script, below a shell that waits for it. */
function node(script: string) {
  return { file: 'sh', args: ['-c', '"$@"; exit $?', 'sh', process.execPath, '-e', script], env: {} };
}

describe.skipIf(process.platform !== 'linux')('runCommand()', () => {
  test('measures processes below the one that it started', async () => {
    let seenMs = 0;
    const { cpuMs, peakMemoryBytes } = await runCommand(node(`${SPIN} setTimeout(() => {}, 1_000);`), {
      timeoutMs: 30_000,
      signal,
      watch: async (groupId, isOver) => {
        while (!isOver() && seenMs < 300) {
          seenMs = Math.max(seenMs, cpuMsOf(processesOfGroup(groupId)));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
    });
    expect(cpuMs).toBeGreaterThanOrEqual(300);
    expect(seenMs).toBeGreaterThanOrEqual(300);
    // Node itself takes that much.
    expect(peakMemoryBytes).toBeGreaterThan(20e6);
  });

  test('tells how a command failed', async () => {
    const failed = runCommand(node('console.error("no such thing"); process.exit(7);'), { timeoutMs: 30_000, signal });
    await expect(failed).rejects.toThrow('Cannot measure sh: exit code 7: no such thing');
  });

  test('ends a command that takes too long, and all below it', async () => {
    let group = 0;
    const endless = runCommand(node('setInterval(() => {}, 1_000);'), {
      timeoutMs: 500,
      signal,
      watch: async (groupId) => {
        group = groupId;
      },
    });
    await expect(endless).rejects.toThrow('it took longer than 500 ms');
    await expect.poll(() => processesOfGroup(group), { timeout: 10_000 }).toEqual([]);
  });
});
