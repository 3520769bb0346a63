import { readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { ROOMY_BUNDLES, ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { type CommandRun, ENGINES, runCommand, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

/** Long enough to tell by minutes whether a load went on to its end. */
const LONG = { DURATION: '5m', STOP_EARLY: '1' };
const STOPPED = /stopped early: after \d+\.\d|stopped early: after \d+s of 5m/;

/** An API whose answer to each request after the first few is an error. */
function failingApi(): RequestListener {
  let requests = 0;
  return (request, response) => {
    requests += 1;
    if (requests > 60 && requests % 10 === 0) answerJson(response, {}, 500);
    else healthyApi(request, response);
  };
}

/** An API of which one answer is an error. */
function failingOnce(): RequestListener {
  let requests = 0;
  return (request, response) => {
    requests += 1;
    if (requests === 100) answerJson(response, {}, 500);
    else healthyApi(request, response);
  };
}

const CHAIN = `
import { journey } from 'poolproof';
export default journey({
  requests: {
    chain: {
      share: 100,
      cache: 'warm',
      send: async ({ get }) => {
        await get('/config/flags');
        return get('/config/flags/dark-mode');
      },
    },
  },
});
`;

function expectStopped({ exitCode, output, result, resultsDir }: CommandRun): void {
  expect(output).toMatch(STOPPED);
  expect(exitCode).toBe(99);
  expect(result?.verdict.status).toBe('unhealthy');
  expect(result?.stoppedEarly).toMatch(/^stopped early: after \d+s of 5m it could not become healthy any more \(/);
  expect(result?.testRunDurationMs).toBeGreaterThan(5_000);
  // Not before 5 s, and looked at every 2 s: the rest is for a busy machine.
  expect(result?.testRunDurationMs).toBeLessThan(60_000);
  for (const file of ['report.html', 'report.md', 'junit.xml']) {
    expect(readFileSync(join(resultsDir, 'latest', file), 'utf8'), file).toContain('stopped early: after');
  }
}

describe.each(ENGINES)('STOP_EARLY on %s', (ENGINE) => {
  test('a load in which a request failed ends, and the reports say why', async () => {
    const api = await serveFlagApi(failingApi());
    const run = await runPoolproof({ ...LONG, ENGINE, BASE_URL: api.url });
    expectStopped(run);
    expect(run.result?.stoppedEarly).toContain('share of failed requests');
    const rules = run.result?.rules ?? [];
    expect(rules.find(({ id }) => id === 'failed-requests')?.status).toBe('fail');
    expect(rules.find(({ id }) => id === 'latency-p99')).toMatchObject({
      status: 'not-judged',
      why: 'the load was stopped early',
    });
  });

  test('a load ends once more than 5 % of all its requests were slow', async () => {
    const api = await serveFlagApi(healthyApi);
    // No answer takes less than a microsecond: of 20 requests/s for 20 s, the 22nd loses p(95), after about a second.
    const LIMITS = '{"latency-p95": 0.001, "scenario-latency-p95": 60000, "generator-start-delay": 60000}';
    const run = await runPoolproof({ STOP_EARLY: '1', DURATION: '20s', ENGINE, BASE_URL: api.url, LIMITS });
    expect(run.exitCode).toBe(99);
    expect(run.result?.stoppedEarly).toMatch(/after \d+\.\d of 20 s .* \(95th percentile of answered requests\)$/);
    expect(run.result?.rules.find(({ id }) => id === 'latency-p95')?.status).toBe('fail');
  });

  test('slow answers of chains end no load: nobody knows how many there will be', async () => {
    const api = await serveFlagApi(healthyApi);
    const JOURNEY = join(temporaryFolder(), 'chain.ts');
    writeFileSync(JOURNEY, CHAIN);
    const LIMITS = '{"latency-p95": 0.001, "scenario-latency-p95": 60000, "generator-start-delay": 60000}';
    const env = { STOP_EARLY: '1', DURATION: '7s', ENGINE, BASE_URL: api.url, JOURNEY, LIMITS };
    const { exitCode, result } = await runPoolproof(env);
    expect(exitCode).toBe(99);
    expect(result?.stoppedEarly).toBeUndefined();
    expect(result?.requests.requests).toBeGreaterThan(250);
  });

  test('processes that share a load end together once one of them has lost it', async () => {
    const api = await serveFlagApi(failingOnce());
    const run = await runPoolproof({ ...LONG, ENGINE, BASE_URL: api.url, SHARES: '2' });
    expectStopped(run);
    expect(run.output.match(/share \d of 2 has ended: stopped early: after .*\. The others are stopped/g)).toHaveLength(
      1,
    );
    expect(run.result?.requests.failedRequests).toBe(1);
    const codes = run.result?.merged?.shares.map(({ engineExitCode }) => engineExitCode) ?? [];
    expect(codes.sort((a, b) => a - b)).toEqual([99, 105]);
    expect(run.result?.merged?.doubts.join('\n')).toMatch(
      /share \d of 2 was stopped then\nshare \d of 2 stopped early: after /,
    );
  });

  test('a load that stays healthy goes on to its end', async () => {
    const api = await serveFlagApi(healthyApi);
    const { exitCode, result } = await runPoolproof({ STOP_EARLY: '1', DURATION: '7s', ENGINE, BASE_URL: api.url });
    expect(result?.verdict.sentence).toMatch(/^all \d+ rules passed$/);
    expect(exitCode).toBe(0);
    expect(result?.stoppedEarly).toBeUndefined();
  });

  test('a load that fails goes on to its end without STOP_EARLY', async () => {
    const api = await serveFlagApi(failingApi());
    const { exitCode, result } = await runPoolproof({ DURATION: '8s', ENGINE, BASE_URL: api.url });
    expect(exitCode).toBe(99);
    expect(result?.stoppedEarly).toBeUndefined();
    expect(result?.testRunDurationMs).toBeGreaterThan(8_000);
  });
});

test.skipIf(!hasK6)('k6 alone ends such a load with 99, and its page says why', async () => {
  const api = await serveFlagApi(failingApi());
  const settings = [`BASE_URL=${api.url}`, 'RATE=20', 'DURATION=5m', 'STOP_EARLY=1'].flatMap((of) => ['-e', of]);
  const { exitCode, output } = await runCommand(
    'k6',
    ['run', '--quiet', join(ROOMY_BUNDLES, 'load.js'), ...settings],
    {},
  );
  expect(exitCode).toBe(99);
  expect(output).toMatch(STOPPED);
});

test.each([
  ['ab', { BASE_URL: 'http://127.0.0.1:1', HEAD_URL: 'http://127.0.0.1:1' }],
  ['size', {}],
])('make %s compares whole loads, and refuses STOP_EARLY in one line', async (command, env) => {
  const { exitCode, output } = await runCommand(process.execPath, [ROOMY_COMMAND, command], {
    ...env,
    STOP_EARLY: '1',
  });
  expect(output).toBe(`make ${command} compares whole loads, and stops none early. Unset STOP_EARLY\n`);
  expect(exitCode).toBe(104);
});

test('STOP_EARLY=soon is refused in one line', async () => {
  const { exitCode, output } = await runPoolproof({ STOP_EARLY: 'soon' });
  expect(output).toBe('STOP_EARLY="soon" is not allowed: give 1 or 0\n');
  expect(exitCode).toBe(104);
});
