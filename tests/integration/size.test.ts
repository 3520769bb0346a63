import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { SizeAnswer } from '../../src/core/sizing/size-answer.ts';
import { serveCachedApi } from '../helpers/cached-api.ts';
import { startPooledApi, writePooledApi } from '../helpers/pooled-api.ts';
import { canSeeProcesses, descendantsOf, isRunning, untilBelow, untilGone } from '../helpers/processes.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand, startCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

const LONG_TEST = { timeout: 180_000 };
const SIZE = [ROOMY_COMMAND, 'size'];
const SHORT = { DURATION: '2s', RATE: '40', ROUNDS: '2', WARMUP: '0s', POOL_PATH: '/health/pool' };

const size = (env: NodeJS.ProcessEnv) => runCommand(process.execPath, SIZE, { ...SHORT, ...env });

function answerOf(output: string): SizeAnswer {
  const folder = /pool size in (\S+)/.exec(output)?.[1] ?? '';
  expect(existsSync(join(folder, 'size.md')), output).toBe(true);
  return JSON.parse(readFileSync(join(folder, 'size.json'), 'utf8'));
}

/** Pids of APIs that were started, and the sizes of their pools. */
function startsIn(file: string): { pid: number; size: number }[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.map((line) => line.split(' ').map(Number)).map(([pid = 0, of = 0]) => ({ pid, size: of }));
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('SIZE_CMD starts an API with each size that is tried, and nothing of them stays', LONG_TEST, async () => {
    const folder = temporaryFolder();
    const PIDS = join(folder, 'pids');
    const { exitCode, output } = await size({
      ENGINE,
      PORT: '47301',
      // 40/s for 200 ms are 8 at a time: with half of that, requests wait for a second before two are over.
      HOLD_MS: '200',
      MAX_POOL: '12',
      PIDS,
      SIZE_CMD: `node ${writePooledApi(folder)}; echo over`,
    });
    const answer = answerOf(output);
    expect(answer, output).toMatchObject({ answer: 'measured', engine: { name: ENGINE }, demand: { from: 'loans' } });
    const { size: found, tried } = answer;
    // Limits are wide here, and runs are short.
    expect(found).toBeGreaterThanOrEqual(3);
    expect(found).toBeLessThanOrEqual(8);
    const [below, at] = [(found ?? 0) - 1, found].map((of) => tried.find((one) => one.size === of));
    expect([below?.holds, at?.holds]).toEqual([false, true]);
    for (const neighbour of [below, at]) expect(neighbour?.runs).toBeGreaterThanOrEqual(2);
    expect(answer.demand).toMatchObject({ connectionsInUse: expect.closeTo(8, 0) });
    expect(output).toContain(`POOL SIZE ${found}: a pool of ${found} is the smallest that holds 40 requests/s`);
    const starts = startsIn(PIDS);
    expect(starts[0]?.size).toBe(12);
    expect(new Set(starts.map((start) => start.size))).toEqual(new Set(tried.map((one) => one.size)));
    expect(starts.map(({ pid }) => pid).filter(isRunning)).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test('one connection that serves all requests is recognised: a pool would not help', LONG_TEST, async () => {
    const redis = await startRedisServer();
    const api = await serveCachedApi(redis.port, 1);
    const env = {
      ENGINE,
      BASE_URL: api.url,
      REDIS_URL: redis.url,
      POOL_PATH: '',
      API_CLIENTS: 'my-api',
      DURATION: '4s',
    };
    const { exitCode, output } = await size(env);
    expect(answerOf(output), output).toMatchObject({ answer: 'one-connection', size: 1, demand: { connections: 1 } });
    expect(output).toContain('ONE CONNECTION: one connection serves all');
    // Warm requests are a GET each, and the tenth that misses a SET besides.
    const perSecond = Number(/serves all, (\d+) commands\/s/.exec(output)?.[1]);
    expect(perSecond).toBeGreaterThan(38);
    expect(perSecond).toBeLessThan(50);
    expect(exitCode).toBe(0);
  });

  test('an API that cannot be restarted is computed from one run, and said to be', LONG_TEST, async () => {
    const BASE_URL = await startPooledApi(temporaryFolder(), { POOL_SIZE: '20', HOLD_MS: '100' });
    const { exitCode, output } = await size({ ENGINE, BASE_URL, DURATION: '4s', RATE: '20' });
    const answer = answerOf(output);
    // 20/s × 100 ms are 2 at a time, of which at most 1 % wait with 7; timers come a little late.
    expect(answer).toMatchObject({ answer: 'computed', demand: { from: 'loans' }, tried: [] });
    expect(answer.size, output).toBeGreaterThanOrEqual(7);
    expect(answer.size, output).toBeLessThanOrEqual(8);
    expect(output).toContain('computed, not measured');
    expect(exitCode).toBe(0);
  });
});

test('SIZE_CMD restarts the API at BASE_URL, once for each size', LONG_TEST, async () => {
  const folder = temporaryFolder();
  const SIZE_FILE = join(folder, 'size');
  writeFileSync(SIZE_FILE, '1');
  const BASE_URL = await startPooledApi(folder, { SIZE_FILE, HOLD_MS: '10' });
  const { exitCode, output } = await size({
    ENGINE: 'embedded',
    BASE_URL,
    MAX_POOL: '2',
    SIZE_CMD: `echo "set $POOL_SIZE"; printf %s "$POOL_SIZE" > ${SIZE_FILE}`,
  });
  expect(answerOf(output)).toMatchObject({ answer: 'measured', size: 1 });
  expect(output).toContain('there is no smaller one');
  const log = /pool size in (\S+)/.exec(output)?.[1] ?? '';
  // What it is told is told to it again only where another size came between.
  expect(readFileSync(join(log, 'size-command.log'), 'utf8').match(/set \d/g)).toEqual(['set 2', 'set 1']);
  expect(exitCode).toBe(0);
});

test('where no pool holds, that is said with the cause, and the exit code is 99', LONG_TEST, async () => {
  const folder = temporaryFolder();
  const { exitCode, output } = await size({
    ENGINE: 'embedded',
    PORT: '47401',
    HOLD_MS: '1200',
    MAX_POOL: '99',
    RATE: '20',
    DURATION: '3s',
    LIMITS: '{ "latency-p95": 1000 }',
    SIZE_CMD: `node ${writePooledApi(folder)}`,
  });
  expect(output).toMatch(/NONE HOLDS: no pool up to 99 holds 20 requests\/s: with 99, p\d+.* is 1\d{3} ms/);
  expect(output).toContain('The pool is not what is slow');
  expect(exitCode).toBe(99);
});

test('a run of a single second says nothing, and why', LONG_TEST, async () => {
  const folder = temporaryFolder();
  const BASE_URL = await startPooledApi(folder, { POOL_SIZE: '50' });
  const { exitCode, output } = await size({ ENGINE: 'embedded', BASE_URL, DURATION: '1s', SIZE_CMD: 'true' });
  expect(output).toMatch(/CANNOT TELL: 4\d answers in a run, .* are too few for a percentile\. Raise RATE or DURATION/);
  expect(exitCode).toBe(3);
});

test('a SIZE_CMD that does not set the size, or fails, is said in a line', LONG_TEST, async () => {
  const folder = temporaryFolder();
  const BASE_URL = await startPooledApi(folder, { POOL_SIZE: '3' });
  const ignoring = await size({ ENGINE: 'embedded', BASE_URL, SIZE_CMD: 'true' });
  expect(ignoring.output).toContain('Cannot give the API a pool of 50: after SIZE_CMD POOL_PATH tells a pool of 3');
  expect(ignoring.exitCode).toBe(4);
  const failing = await size({ ENGINE: 'embedded', BASE_URL, SIZE_CMD: 'echo no such service; exit 7' });
  expect(failing.output).toContain('Cannot give the API a pool of 50: SIZE_CMD ended with 7: no such service');
  expect(failing.exitCode).toBe(4);
  const away = await size({ ENGINE: 'embedded', BASE_URL: 'http://127.0.0.1:1' });
  expect(away.output).toMatch(/Cannot size the pool: a run against api ended with 108: .+ See \S+output\.log/);
  expect(away.exitCode).toBe(108);
});

test.each([
  [{ PATHS: '/a=100' }, 'PATHS needs BASE_URL, the address of your API'],
  [{ MAX_POOL: '0' }, 'MAX_POOL="0" is not allowed: give a whole number from 1 to 1000'],
  [{ ROUNDS: '1' }, 'ROUNDS="1" is not allowed'],
  [{ RATE: 'fast' }, 'RATE="fast" is not allowed'],
  [{ INSTANCES: '-1' }, 'INSTANCES="-1" is not allowed'],
])('refuses %o before anything is started', async (env, problem) => {
  const RESULTS_DIR = temporaryFolder();
  const { exitCode, output } = await size({ ...env, RESULTS_DIR });
  expect(output).toContain(problem);
  expect(output.trimEnd().split('\n')).toHaveLength(1);
  expect(exitCode).toBe(104);
  expect(readdirSync(RESULTS_DIR)).toEqual([]);
});

test('a size that is given to make is refused, as is a misspelt variable', async () => {
  const given = await runCommand('make', ['size', 'REDIS_POOL_SIZE=5'], {});
  expect(given.output).toContain('Cannot look for a pool size: REDIS_POOL_SIZE="5" says what it is. Unset it');
  const misspelt = await runCommand('make', ['size', 'MAX_POOLS=5'], {});
  expect(misspelt.output).toContain('MAX_POOLS is not a variable of poolproof');
});

test.skipIf(!canSeeProcesses)('Ctrl-C in the middle leaves nothing of the API that SIZE_CMD started', async () => {
  const folder = temporaryFolder();
  const PIDS = join(folder, 'pids');
  const env = { ...SHORT, ENGINE: 'embedded', PORT: '47501', PIDS, DURATION: '60s' };
  const run = startCommand(process.execPath, SIZE, { ...env, SIZE_CMD: `node ${writePooledApi(folder)}; echo over` });
  // Shells, API, the command of the run and its engine.
  await untilBelow(run.child.pid ?? 0, 4);
  await vi.waitFor(() => expect(startsIn(PIDS)).toHaveLength(1), { timeout: 45_000, interval: 50 });
  const started = [...descendantsOf(run.child.pid ?? 0), ...startsIn(PIDS).map(({ pid }) => pid)];
  run.child.kill('SIGINT');
  const { exitCode, output } = await run.done;
  expect(exitCode).toBe(105);
  expect(output).toContain('poolproof: stopped; the results so far are in ');
  await untilGone(started);
});

test.skipIf(!canSeeProcesses)('Ctrl-C ends a SIZE_CMD that restarts the API, and all that it started', async () => {
  const env = { ...SHORT, ENGINE: 'embedded', BASE_URL: 'http://127.0.0.1:1', SIZE_CMD: 'sleep 300 & sleep 300' };
  const run = startCommand(process.execPath, SIZE, env);
  // Two shells, who reads beside the command, and both sleeps.
  const started = await untilBelow(run.child.pid ?? 0, 5);
  run.child.kill('SIGINT');
  const { exitCode } = await run.done;
  expect(exitCode).toBe(105);
  await untilGone(started);
});
