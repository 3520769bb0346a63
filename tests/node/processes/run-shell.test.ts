import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test, vi } from 'vitest';
import { processesOfGroup } from '../../../src/node/processes/process-group.ts';
import { startShell } from '../../../src/node/processes/run-shell.ts';
import { canSeeProcesses, isRunning, untilGone } from '../../helpers/processes.ts';
import { temporaryFolder } from '../../helpers/run-poolproof.ts';

/** Starts a command that tells the pids of its shell and of a child, in this process or in another one. */
const FAMILY = 'sleep 60 & echo $$ $!; wait';

async function familyIn(logFile: string): Promise<number[]> {
  return vi.waitFor(
    () => {
      const pids = /^(\d+) (\d+)$/m.exec(readFileSync(logFile, 'utf8'));
      if (pids === null) throw new Error('It has not begun');
      return pids.slice(1).map(Number);
    },
    { timeout: 10_000, interval: 10 },
  );
}

function logFile(): string {
  return join(temporaryFolder(), 'command.log');
}

test('a command runs as in any shell, and tells how it ended', async () => {
  const file = logFile();
  const shell = startShell('echo "it\'s $0 $#"; exit 3', { logFile: file, logHead: '$ COMMAND\n' });
  expect(await shell.exited).toEqual({ code: 3, signal: null });
  expect(readFileSync(file, 'utf8')).toBe("$ COMMAND\nit's sh 0\n");
  expect(shell.lastLine()).toBe("it's sh 0");
  expect(shell.isRunning).toBe(false);
});

test('a wait of the command is over when its own children are', async () => {
  const shell = startShell('true & wait; exit 5', { logFile: logFile() });
  expect((await shell.exited).code).toBe(5);
});

test('a command whose log cannot be written runs all the same', async () => {
  const shell = startShell('exit 4', { logFile: join(temporaryFolder(), 'no', 'log') });
  expect((await shell.exited).code).toBe(4);
});

test.skipIf(!canSeeProcesses).each(['kill', 'stop'] as const)('%s ends the command with its children', async (how) => {
  const file = logFile();
  const shell = startShell(FAMILY, { logFile: file });
  const family = await familyIn(file);
  await (how === 'kill' ? shell.kill() : shell.stop(5_000));
  await untilGone(family);
  expect((await shell.exited).code).toBeNull();
});

test.skipIf(!canSeeProcesses)('stop() forces the end of what does not heed SIGTERM', async () => {
  const file = logFile();
  const shell = startShell("trap '' TERM; sh -c 'sleep 60' & echo $$ $!; while :; do wait; done", { logFile: file });
  const family = await familyIn(file);
  await shell.stop(200);
  expect(family.filter(isRunning)).toEqual([]);
});

test.skipIf(!canSeeProcesses)('what a command leaves in the background when it ends well stays', async () => {
  const file = logFile();
  const shell = startShell('sleep 60 & echo $$ $!', { logFile: file });
  expect((await shell.exited).code).toBe(0);
  const [, child = 0] = await familyIn(file);
  onTestFinished(() => void process.kill(child, 'SIGKILL'));
  // Ours in its group has gone, and the other has not.
  await vi.waitFor(() => expect(processesOfGroup(shell.child.pid ?? 0)).toEqual([child]));
});

test.skipIf(!canSeeProcesses)('when we are killed, by SIGKILL, the command goes with its children', async () => {
  const folder = temporaryFolder();
  const [program, file] = [join(folder, 'program.mjs'), join(folder, 'command.log')];
  await build({
    stdin: {
      contents: `import { startShell } from ${JSON.stringify(resolve('src/node/processes/run-shell.ts'))};
        startShell(${JSON.stringify(FAMILY)}, { logFile: ${JSON.stringify(file)} });`,
      resolveDir: '.',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  });
  const starter = spawn(process.execPath, [program], { stdio: 'inherit' });
  onTestFinished(() => void starter.kill('SIGKILL'));
  await once(starter, 'spawn');
  await vi.waitFor(() => readFileSync(file), { timeout: 10_000, interval: 10 });
  const family = await familyIn(file);
  starter.kill('SIGKILL');
  await untilGone(family);
});
