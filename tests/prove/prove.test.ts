import { expect, test } from 'vitest';
import { canSeeProcesses, untilBelow, untilGone } from '../helpers/processes.ts';
import { runCommand, startCommand } from '../helpers/run-poolproof.ts';

const PROVE = ['dist/node/poolproof.js', 'prove'];
const EMBEDDED = { ENGINE: 'embedded' };

test('a world that does not exist is refused with the names of those that do', async () => {
  const { exitCode, output } = await runCommand(process.execPath, PROVE, { ...EMBEDDED, PROVE_ONLY: 'healthy,sunny' });
  expect(output).toContain('PROVE_ONLY="healthy,sunny" is not allowed: give names out of healthy, reset, ');
  expect(exitCode).toBe(104);
});

test('a misspelt variable of make prove is refused', async () => {
  const { output } = await runCommand('make', ['prove', 'PROVE_ONYL=healthy'], EMBEDDED);
  expect(output).toContain('PROVE_ONYL is not a variable of prove');
});

test.skipIf(!canSeeProcesses)('SIGINT ends the run that is under way, and leaves nothing behind', async () => {
  const run = startCommand(process.execPath, PROVE, { ...EMBEDDED, PROVE_ONLY: 'password' });
  // The command of the run with its engine, guardian, API and Redis.
  const started = await untilBelow(run.child.pid ?? 0, 5);
  run.child.kill('SIGINT');
  const { exitCode } = await run.done;
  expect(exitCode).toBe(105);
  await untilGone(started);
});
