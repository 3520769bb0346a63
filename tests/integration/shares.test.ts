import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { receiveOtlp } from '../helpers/otlp-receiver.ts';
import { canSeeProcesses, descendantsOf, untilGone } from '../helpers/processes.ts';
import { ENGINES, runPoolproof, startPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

const LONG = { DURATION: '60s', SHARES: '2' };
/** How a process of an engine is started. */
const ENGINE_PROCESS = { embedded: /engine\.cjs run /, k6: /^k6 run / } as const;

/** The processes of the engine below `pid`. */
function enginesBelow(pid: number, engine: keyof typeof ENGINE_PROCESS): number[] {
  return descendantsOf(pid).filter((below) => {
    const command = readFileSync(`/proc/${below}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return ENGINE_PROCESS[engine].test(command);
  });
}

async function untilLoadRuns(run: { output: () => string }): Promise<void> {
  await vi.waitFor(() => expect(run.output()).toMatch(/running [2-9]s of .* p95/), { timeout: 45_000, interval: 50 });
}

describe.each(ENGINES)('two processes of %s on this machine', (ENGINE) => {
  test('share the load of one local stack: one progress, one folder, one report, and Redis is seen once', async () => {
    const { exitCode, output, result, resultsDir } = await runPoolproof({ ENGINE, SHARES: '2', DURATION: '3s' });
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/^poolproof: running load on \S+ \S+ \(ENGINE=\w+\), in 2 processes: SHARES=2$/m);
    expect(output.match(/^poolproof: local stack: /gm)).toHaveLength(1);
    expect(output.match(/^poolproof: running 0s of 3s/gm)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(output.match(/HEALTHY: all \d+ rules passed/g)).toHaveLength(1);
    expect(readdirSync(resultsDir).sort()).toEqual([
      expect.stringMatching(/^latest$/),
      expect.stringMatching(/^load-/),
    ]);
    expect(result?.localStack).toBe(true);
    expect(result?.engine.reason).toBe(`ENGINE=${ENGINE}`);
    expect(result?.settings?.SHARES).toBe('2');
    expect(result?.merged?.shares.map(({ number, status }) => `${number} ${status}`)).toEqual([
      '1 healthy',
      '2 healthy',
    ]);
    const shares = result?.merged?.shares.map(({ requests }) => requests) ?? [];
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(28);
    expect(result?.requests.plannedRequests).toBe(60);
    expect(result?.requests.requests).toBe(shares.reduce((sum, count) => sum + count, 0));
    // One look at Redis each second, and the last; of each a few commands.
    expect(result?.redis?.commands).toBeGreaterThan(8);
    expect(result?.redis?.commands).toBeLessThanOrEqual(20);
    const points = result?.series?.api.requests ?? [];
    expect(points.reduce((sum, count) => sum + count, 0)).toBe(result?.requests.requests);
    expect(readFileSync(join(resultsDir, 'latest', 'report.html'), 'utf8')).toContain('<dt>Shares</dt>');
  });

  test('send the paths, keep the limits and send the metrics that the user asks for, and the verdict is that on all', async () => {
    const api = await serveFlagApi(healthyApi);
    const receiver = await receiveOtlp();
    const limits = join(temporaryFolder(), 'limits.json');
    // No answer comes in a hundredth of a microsecond.
    writeFileSync(limits, '{"latency-p95": 0.00001}');
    const { exitCode, output, result } = await runPoolproof({
      ...{ ENGINE, SHARES: '2', BASE_URL: api.url, OTLP_ENDPOINT: receiver.url, LIMITS: limits },
      PATHS: '/config/flags=50 /config/flags?q={unique}=50',
    });
    expect(exitCode, output).toBe(99);
    expect(result?.rules.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual(['latency-p95']);
    expect(Object.values(result?.scenarios ?? {}).map(({ requests }) => requests)).toHaveLength(2);
    const sent = receiver.pointsOf('http_reqs').reduce((sum, { asInt }) => sum + Number(asInt), 0);
    expect(sent).toBe(result?.requests.requests);
  });

  test.skipIf(!canSeeProcesses)('end with Ctrl-C, with one result, and leave nothing behind', async () => {
    const run = startPoolproof({ ...LONG, ENGINE });
    await untilLoadRuns(run);
    const started = descendantsOf(run.child.pid ?? 0);
    expect(enginesBelow(run.child.pid ?? 0, ENGINE)).toHaveLength(2);
    run.child.kill('SIGINT');
    const { exitCode, output, result } = await run.done;
    expect(exitCode, output).toBe(105);
    expect(output).not.toContain('has ended');
    expect(result?.verdict).toMatchObject({
      status: 'not-judged',
      sentence: expect.stringMatching(/^interrupted after \d+\.\d of 60 s$/),
    });
    expect(result?.merged?.shares).toHaveLength(2);
    expect(result?.requests.requests).toBeGreaterThan(0);
    await untilGone(started);
  });

  test.skipIf(!canSeeProcesses)('end together when one of them does, which is told', async () => {
    const run = startPoolproof({ ...LONG, ENGINE });
    await untilLoadRuns(run);
    const started = descendantsOf(run.child.pid ?? 0);
    const [, second = 0] = enginesBelow(run.child.pid ?? 0, ENGINE);
    process.kill(second, 'SIGKILL');
    const { exitCode, output, result } = await run.done;
    const why =
      /share [12] of 2 has ended: the engine was killed after \d+\.\d of 60\.5 s, .*\. The others are stopped/;
    expect(output.match(/has ended/g), output).toHaveLength(1);
    expect(output).toMatch(why);
    expect(output).toMatch(/[12]: no report, exit code 137 \?/);
    expect(exitCode).toBe(137);
    expect(result?.verdict.status).toBe('not-judged');
    expect(result?.verdict.sentence).toMatch(/^share [12] of 2: the engine was killed after/);
    expect(result?.merged?.shares.map(({ engineExitCode }) => engineExitCode).sort()).toEqual([105, 137]);
    await untilGone(started);
  });
});

test.each([
  ['SHARES', '1'],
  ['SHARES', 'auto'],
])('%s=%s is one process where one holds the rate, and nothing more is said', async (name, value) => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output, result } = await runPoolproof({ ENGINE: 'embedded', BASE_URL: api.url, [name]: value });
  expect(exitCode, output).toBe(0);
  expect(output).toMatch(/^poolproof: running load on embedded \S+ \(ENGINE=embedded\)$/m);
  expect(output).not.toMatch(/process|share/);
  expect(result?.merged).toBeUndefined();
});

test('the rate of all processes together is refused above what they may send', async () => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof({ BASE_URL: api.url, RATE: '20001', SHARES: '2' });
  expect(output).toMatch(/^RATE="20001" is not allowed: .*$/m);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

test.each([
  ['saturation', {}, 'Cannot share saturation among processes: saturation ends when it finds an edge'],
  ['failover', {}, 'Cannot share failover among processes: failover takes Redis away'],
  ['load', { K6_OUT: 'csv=x.csv' }, 'Cannot share load among processes: each process would write to what K6_OUT says'],
  ['load', { SHARE: '1/2' }, 'SHARE="1/2" is not allowed: SHARES=auto says that there are as many as it takes here'],
  ['load', { SHARES: 'all' }, 'SHARES="all" is not allowed: give auto, or a whole number from 1 to 1000'],
  [
    'load',
    { JOB_COMPLETION_INDEX: '0' },
    'SHARES=auto is not allowed in an Indexed Job: each pod would send the whole',
  ],
])('SHARES=auto of %s with %j is refused in one line, and nothing is sent', async (profile, env, line) => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof({ SHARES: 'auto', BASE_URL: api.url, ...env }, profile);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain(line);
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

test.skipIf(availableParallelism() < 2)(
  'SHARES=auto above what one process holds starts two, and says why',
  async () => {
    const api = await serveFlagApi(healthyApi);
    // Whatever the machine can send: of interest is who sends it.
    const { output, result } = await runPoolproof({
      ...{ ENGINE: 'embedded', BASE_URL: api.url, SHARES: 'auto', RATE: '4001', DURATION: '1s' },
      REQUEST_TIMEOUT: '100ms',
    });
    expect(output).toMatch(/, in 2 processes: 4001\/s is more than the 4000\/s that one holds$/m);
    expect(result?.merged?.of).toBe(2);
    expect(result?.requests.plannedRequests).toBeGreaterThanOrEqual(4_000);
  },
);
