import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { canSeeProcesses, descendantsOf, untilGone } from '../helpers/processes.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand, runPoolproof, startCommand, startPoolproof } from '../helpers/run-poolproof.ts';

const LONG = { DURATION: '60s', PORT: '43001' };

async function untilLoadRuns(run: { output: () => string }): Promise<void> {
  await vi.waitFor(() => expect(run.output()).toMatch(/local stack: API at[\s\S]+running .* p95/), {
    timeout: 30_000,
    interval: 50,
  });
}

/** Temporary folders of runs, of which nothing may stay. */
function runFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^poolproof-\d+-/.test(name));
}

describe.skipIf(!canSeeProcesses).each(ENGINES)('on %s', (ENGINE) => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends the run in order, with its results, and leaves nothing behind',
    async (signal) => {
      const run = startPoolproof({ ...LONG, ENGINE });
      await untilLoadRuns(run);
      const started = descendantsOf(run.child.pid ?? 0);
      expect(started.length).toBeGreaterThanOrEqual(4);
      run.child.kill(signal);
      const { exitCode, result } = await run.done;
      expect(exitCode).toBe(105);
      expect(result?.requests.requests).toBeGreaterThan(0);
      expect(result?.verdict.status).toBe('not-judged');
      expect(result?.verdict.sentence).toMatch(/^interrupted after \d+\.\d of \d+ s$/);
      await untilGone(started);
      expect(runFolders().filter((name) => started.some((pid) => name.startsWith(`poolproof-${pid}-`)))).toEqual([]);
    },
  );

  test('SIGKILL of the command takes engine, API and Redis with it', async () => {
    const run = startPoolproof({ ...LONG, ENGINE });
    await untilLoadRuns(run);
    const started = descendantsOf(run.child.pid ?? 0);
    run.child.kill('SIGKILL');
    await untilGone(started);
    await vi.waitFor(() =>
      expect(runFolders().filter((name) => started.some((pid) => name.startsWith(`poolproof-${pid}-`)))).toEqual([]),
    );
  });
});

/** Moments of the start: the guardian of the local stack is not there yet, still loading, or at work. */
const MOMENTS_MS = [20, 60, 100, 150, 300];

describe.skipIf(!canSeeProcesses).each(MOMENTS_MS)('%d ms after the engine was chosen', (momentMs) => {
  async function startUntilThen(): Promise<ReturnType<typeof startCommand>> {
    const command = [process.execPath, ROOMY_COMMAND, 'run', 'load'];
    const run = startCommand('setsid', command, { ...LONG, ENGINE: 'embedded' });
    await vi.waitFor(() => expect(run.output()).toContain('running load'), { timeout: 30_000, interval: 5 });
    await setTimeout(momentMs);
    return run;
  }

  test('Ctrl-C in a terminal, which all processes of it get, ends the run in order', async () => {
    const run = await startUntilThen();
    process.kill(-(run.child.pid ?? 0), 'SIGINT');
    const { exitCode, output } = await run.done;
    expect(output).not.toContain('    at ');
    expect(exitCode).toBe(105);
  });
});

test('a reader of the output that leaves does not end the run', async () => {
  const command = `${process.execPath} ${ROOMY_COMMAND} run smoke | true`;
  const api = await serveFlagApi(healthyApi);
  const { output, result } = await runCommand('sh', ['-c', command], { BASE_URL: api.url, ENGINE: 'embedded' });
  expect(output).toBe('');
  expect(result?.verdict.status).toBe('healthy');
});

test('a command whose make was killed before it began ends at once', async () => {
  const dead = spawnSync('true').pid;
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof(
    { BASE_URL: api.url, MAKELEVEL: '1', MAKE_PID: String(dead) },
    'load',
  );
  expect(exitCode).toBe(105);
  expect(output).toBe('');
  expect(api.requestCount()).toBe(0);
});

test.skipIf(!canSeeProcesses)('SIGTERM that comes twice, to the group and by make, ends the run in order', async () => {
  const run = startPoolproof({ ...LONG, ENGINE: 'embedded' });
  await untilLoadRuns(run);
  const started = descendantsOf(run.child.pid ?? 0);
  for (let times = 0; times < 3; times += 1) run.child.kill('SIGTERM');
  const { exitCode, result } = await run.done;
  expect(exitCode).toBe(105);
  expect(result?.requests.requests).toBeGreaterThan(0);
  await untilGone(started);
});

test.skipIf(!canSeeProcesses)('SIGKILL of the make that started the command ends it all', async () => {
  const run = startCommand('make', ['load', 'DURATION=60s', 'RATE=20', 'ENGINE=embedded'], {});
  await untilLoadRuns(run);
  const started = descendantsOf(run.child.pid ?? 0);
  run.child.kill('SIGKILL');
  await untilGone(started);
});
