import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { canSeeProcesses, descendantsOf, isRunning, untilGone } from '../helpers/processes.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand, startCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

/** Rounds are measured again where the machine was too busy for the generator. */
const LONG_TEST = { timeout: 180_000 };
/** Too short to say anything, and long enough to go all the way. */
const TINY = { DURATION: '1s', RATE: '20', ROUNDS: '2', WARMUP: '0s' };
const AB = [ROOMY_COMMAND, 'ab'];

function ab(env: NodeJS.ProcessEnv) {
  return runCommand(process.execPath, AB, { ...TINY, ...env });
}

function folderOf(output: string): string {
  return /comparison in (\S+)/.exec(output)?.[1] ?? '';
}

/** A flag API as a command that listens on PORT, and leaves its pid in a file. */
function apiCommand(folder: string): string {
  const file = join(folder, 'api.mjs');
  writeFileSync(
    file,
    `import { createServer } from 'node:http';
import { appendFileSync } from 'node:fs';
appendFileSync(process.env.PIDS, process.pid + '\\n');
createServer((request, response) => {
  const key = /^\\/config\\/flags\\/([^?]+)/.exec(request.url)?.[1];
  const body = key ? { key: decodeURIComponent(key) } : { flags: [{ key: 'a' }, { key: 'b' }] };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}).listen(process.env.PORT, '127.0.0.1');
`,
  );
  // A shell that stays between: ending the leader alone would leave the API behind.
  return `node ${file}; echo over`;
}

function pidsIn(file: string): number[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
}

/** Whether a run of base says that it has begun. */
function hasRun(resultsDir: string): boolean {
  const [folder = ''] = readdirSync(resultsDir);
  const log = join(resultsDir, folder, 'base-1', 'output.log');
  return existsSync(log) && readFileSync(log, 'utf8').includes('running load');
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('two addresses are measured in turn, A B B A, and all results are kept', LONG_TEST, async () => {
    const base = await serveFlagApi(healthyApi);
    const head = await serveFlagApi(healthyApi);
    const { exitCode, output } = await ab({ ENGINE, BASE_URL: base.url, HEAD_URL: head.url });
    expect(output).toContain('addresses, on ');
    expect([...output.matchAll(/^ +(\d+ {2}\w+)/gm)].slice(0, 4).map(([, run]) => run)).toEqual([
      '1  base',
      '1  head',
      '2  head',
      '2  base',
    ]);
    const folder = folderOf(output);
    const comparison = JSON.parse(readFileSync(join(folder, 'compare.json'), 'utf8'));
    expect(comparison).toMatchObject({ isPaired: true, engine: { name: ENGINE } });
    expect(comparison.base[0].baseUrl).toBe(base.url);
    expect(comparison.head[0].baseUrl).toBe(head.url);
    expect(comparison.metrics.find(({ id }: { id: string }) => id === 'connections').answer).toBe('not-compared');
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['base-1', 'base-2', 'compare.json', 'compare.md', 'head-1', 'head-2']),
    );
    // What was kept can be compared again.
    const again = await runCommand(process.execPath, ['dist/node/poolproof.js', 'compare'], {
      BASE: join(folder, 'base-1'),
      HEAD: join(folder, 'head-1'),
    });
    expect(again.output).toContain('CANNOT TELL');
    expect(head.requestCount()).toBeGreaterThan(20);
    expect([0, 3, 99]).toContain(exitCode);
  });
});

test('an API that is 60 ms slower is worse', LONG_TEST, async () => {
  const base = await serveFlagApi(healthyApi);
  const head = await serveFlagApi((request, response) => void setTimeout(() => healthyApi(request, response), 60));
  const env = { ENGINE: 'embedded', BASE_URL: base.url, HEAD_URL: head.url, DURATION: '4s' };
  const { exitCode, output } = await ab(env);
  expect(output).toContain('WORSE: head is worse in latency p50');
  expect(exitCode).toBe(99);
});

test('local stacks take the variables of their side', LONG_TEST, async () => {
  const { output } = await ab({ ENGINE: 'embedded', PORT: '47001', HEAD_ENV: 'REDIS_POOL_SIZE=3', WARMUP: '1s' });
  expect(output).toContain('local stacks, on embedded');
  const folder = folderOf(output);
  const pool = (side: string) =>
    JSON.parse(readFileSync(join(folder, `${side}-1`, 'latest', 'result.json'), 'utf8')).series.observed.pool_size[0];
  expect([pool('base'), pool('head')]).toEqual([10, 3]);
  expect(readdirSync(folder)).not.toContain('base-warm-up');
});

test.each(ENGINES)('an API that a command starts is sent what PATHS says, on %s', LONG_TEST, async (ENGINE) => {
  const folder = temporaryFolder();
  const PIDS = join(folder, 'pids');
  const command = apiCommand(folder);
  const PATHS = '/config/flags=80 /config/flags?cohort={unique}=20';
  const { output } = await ab({ ENGINE, PORT: '47151', BASE_CMD: command, HEAD_CMD: command, PIDS, PATHS });
  expect(output).toContain('commands, on ');
  const result = readFileSync(join(folderOf(output), 'head-1', 'latest', 'result.json'), 'utf8');
  expect(Object.keys(JSON.parse(result).scenarios)).toEqual(['config_flags', 'config_flags_cohort_unique']);
});

test.skipIf(!canSeeProcesses)('commands run one at a time, and nothing of them stays', LONG_TEST, async () => {
  const folder = temporaryFolder();
  const PIDS = join(folder, 'pids');
  const command = apiCommand(folder);
  const run = startCommand(process.execPath, AB, {
    ...TINY,
    ENGINE: 'embedded',
    PORT: '47101',
    BASE_CMD: command,
    HEAD_CMD: command,
    HEAD_ENV: `PIDS=${PIDS}`,
    BASE_ENV: `PIDS=${PIDS}`,
  });
  let mostAtOnce = 0;
  const watch = setInterval(() => {
    mostAtOnce = Math.max(mostAtOnce, pidsIn(PIDS).filter(isRunning).length);
  }, 100);
  const { output } = await run.done;
  clearInterval(watch);
  expect(output).toContain('commands, on embedded');
  expect(pidsIn(PIDS).length).toBeGreaterThanOrEqual(4);
  expect(mostAtOnce).toBe(1);
  expect(pidsIn(PIDS).filter(isRunning)).toEqual([]);
  expect(readFileSync(join(folderOf(output), 'base.log'), 'utf8')).not.toContain('EADDRINUSE');
});

test.skipIf(!canSeeProcesses).each(['commands', 'local stacks'])(
  'Ctrl-C in the middle leaves nothing of %s',
  async (mode) => {
    const folder = temporaryFolder();
    const PIDS = join(folder, 'pids');
    const command = apiCommand(folder);
    const env =
      mode === 'commands'
        ? { BASE_CMD: command, HEAD_CMD: command, BASE_ENV: `PIDS=${PIDS}`, HEAD_ENV: `PIDS=${PIDS}` }
        : { HEAD_ENV: 'REDIS_POOL_SIZE=3' };
    const RESULTS_DIR = temporaryFolder();
    const run = startCommand(process.execPath, AB, {
      ...TINY,
      RESULTS_DIR,
      DURATION: '60s',
      ENGINE: 'embedded',
      PORT: '47201',
      ...env,
    });
    const all = () => descendantsOf(run.child.pid ?? 0);
    // API, the command of the run, its engine, and what lies between.
    await vi.waitFor(() => expect(hasRun(RESULTS_DIR) && all().length >= 4).toBe(true), {
      timeout: 45_000,
      interval: 50,
    });
    const started = [...all(), ...pidsIn(PIDS)];
    run.child.kill('SIGINT');
    const { exitCode, output } = await run.done;
    expect(exitCode).toBe(105);
    expect(output).toContain('poolproof: stopped; the results so far are in ');
    await untilGone(started);
  },
);

test.each([
  [{}, 'Cannot run base against head: nothing says what to compare. Give BASE_URL and HEAD_URL'],
  [{ BASE_URL: 'http://127.0.0.1:1' }, 'BASE_URL is set and HEAD_URL is not. Set both'],
  [{ PATHS: '/a=100', HEAD_ENV: 'REDIS_POOL_SIZE=3' }, 'PATHS needs BASE_URL, the address of your API'],
  [{ HEAD_CMD: 'true' }, 'HEAD_CMD is set and BASE_CMD is not. Set both'],
  [{ HEAD_URL: 'http://127.0.0.1:1', BASE_CMD: 'true' }, 'both addresses and commands are given'],
  [
    { BASE_URL: 'http://127.0.0.1:1', HEAD_URL: 'http://127.0.0.1:2', HEAD_ENV: 'A=1' },
    'BASE_ENV and HEAD_ENV cannot reach an API that is already running',
  ],
  [{ HEAD_ENV: 'REDIS_POOL_SZIE=3' }, 'the local stack has no variable REDIS_POOL_SZIE'],
  [{ HEAD_ENV: 'nonsense' }, 'HEAD_ENV="…" is not allowed: give NAME=value'],
  [{ HEAD_ENV: 'CACHE_TTL=1', ROUNDS: '1' }, 'ROUNDS="1" is not allowed: give a whole number from 2 to 100'],
  [{ HEAD_ENV: 'CACHE_TTL=1', DURATION: '5' }, 'DURATION="5" is not allowed'],
])('refuses %o before anything is started', async (env, problem) => {
  const RESULTS_DIR = temporaryFolder();
  const { exitCode, output } = await ab({ ...env, RESULTS_DIR });
  expect(output).toContain(problem);
  expect(output.trimEnd().split('\n')).toHaveLength(1);
  expect(exitCode).toBe(104);
  expect(readdirSync(RESULTS_DIR)).toEqual([]);
});

test('a command that ends, and an API that is not there, are said in a line', async () => {
  const failing = await ab({ ENGINE: 'embedded', BASE_CMD: 'echo no database; exit 7', HEAD_CMD: 'true' });
  expect(failing.output).toContain('Cannot start BASE_CMD: it ended with 7: no database');
  expect(failing.exitCode).toBe(4);
  const away = await ab({ ENGINE: 'embedded', BASE_URL: 'http://127.0.0.1:1', HEAD_URL: 'http://127.0.0.1:1' });
  expect(away.output).toMatch(
    /^Cannot compare: a run against base ended with 108: Cannot reach http:\/\/127\.0\.0\.1:1\/\S+: .+ See \S+output\.log$/m,
  );
  expect(away.exitCode).toBe(108);
});
