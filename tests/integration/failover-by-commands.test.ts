// Redis is taken away and brought back by commands of the user.
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { startLocalStack } from '../helpers/local-stack.ts';
import { neighbourOf } from '../helpers/neighbour.ts';
import { receiveOtlp } from '../helpers/otlp-receiver.ts';
import { canSeeProcesses, descendantsOf, untilGone } from '../helpers/processes.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ENGINES, runCommand, runPoolproof, startPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

const SHORT = { RATE: '20', DURATION: '3s', OUTAGE: '2s', RECOVERY: '2s', PORT: '43101' };

/** A flag API that looks up a key for each request, and without Redis answers by itself; one that does not return leaves for good. */
async function serveApiThatAsks(port: number, returns: boolean) {
  const redis = new Redis(port, '127.0.0.1', {
    connectionName: 'my-api',
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => (returns ? 200 : null),
  });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return serveFlagApi(async (request, response) => {
    if (redis.status === 'ready') await redis.get('flags').catch(() => undefined);
    healthyApi(request, response);
  });
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('commands of the user take away their own Redis and bring it back', async () => {
    const redis = await startRedisServer();
    const pid = await processIdOf(redis.url);
    const receiver = await receiveOtlp();
    const { exitCode, result, resultsDir } = await runPoolproof(
      {
        ...SHORT,
        ENGINE,
        REDIS_URL: redis.url,
        FAULT_CMD: `kill -STOP ${pid}`,
        RECOVER_CMD: `kill -CONT ${pid}`,
        OTLP_ENDPOINT: receiver.url,
      },
      'failover',
    );
    const marked = receiver
      .pointsOf('mark_time')
      .map(({ attributes }) => attributes.map(({ value }) => value.stringValue));
    expect(marked).toEqual(result?.series?.marks.map(({ kind, label }) => [kind, label]));
    expect(marked).toHaveLength(2);
    expect(result?.verdict.sentence).toBe(`all ${result?.rules.length} rules passed`);
    expect(exitCode).toBe(0);
    expect(result?.outage?.fallbackShare).toBeGreaterThan(0.8);
    const log = readFileSync(join(resultsDir, 'latest', 'outage.log'), 'utf8');
    expect(log).toBe('$ FAULT_CMD\n$ RECOVER_CMD\n');
  });

  test.each([
    { API_CLIENTS: '*', returns: true },
    { API_CLIENTS: '*', returns: false },
    { API_CLIENTS: 'my-api', returns: false },
  ])('what another application does after the return is not the API’s: %j', async ({ API_CLIENTS, returns }) => {
    const redis = await startRedisServer();
    const pid = await processIdOf(redis.url);
    const api = await serveApiThatAsks(redis.port, returns);
    const other = new Redis(redis.port, '127.0.0.1', { connectionName: 'another-app', disableClientInfo: true });
    other.on('error', () => {});
    onTestFinished(() => other.disconnect());
    neighbourOf(redis.port, 50, async () => void (await other.get('lock')));
    const FAULT_CMD = `kill -KILL ${pid}`;
    const RECOVER_CMD = `redis-server --port ${redis.port} --bind 127.0.0.1 --save '' --dir ${temporaryFolder()} --daemonize yes`;
    onTestFinished(async () => void process.kill(Number(await processIdOf(redis.url))));
    const env = { ...SHORT, ENGINE, BASE_URL: api.url, REDIS_URL: redis.url, API_CLIENTS, FAULT_CMD, RECOVER_CMD };
    const { result, output } = await runPoolproof(env, 'failover');
    const rule = result?.rules.find(({ id }) => id === 'redis-used-again:after');
    expect(rule?.status, output).toBe(returns ? 'pass' : 'not-judged');
    if (!returns) expect(rule?.why).toContain('the API was not seen to ask it again');
    expect(result?.outage?.apiConnectedMs === null).toBe(!returns);
    expect(result?.findings).toEqual([]);
  });

  test('a Redis that never went away is not judged, and the page says so', async () => {
    const { baseUrl, redisUrl } = await startLocalStack();
    const env = { ...SHORT, ENGINE, BASE_URL: baseUrl, REDIS_URL: redisUrl, FAULT_CMD: 'true', RECOVER_CMD: 'true' };
    const { exitCode, result } = await runPoolproof(env, 'failover');
    expect(result?.verdict.sentence).toMatch(
      /^1 rule could not be judged: times that Redis did not answer looks of outage/,
    );
    expect(result?.findings.map(({ id }) => id)).toEqual(['outage-not-seen']);
    expect(exitCode).toBe(3);
  });

  test('an API that is late to recover is unhealthy, with the time it took', async () => {
    const isBack = join(temporaryFolder(), 'back');
    const api = await serveFlagApi(badFor(2_500, isBack));
    const { exitCode, result } = await runPoolproof(
      { ...SHORT, ENGINE, BASE_URL: api.url, RECOVERY: '1s', FAULT_CMD: 'true', RECOVER_CMD: `touch ${isBack}` },
      'failover',
    );
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toEqual(['late-recovery']);
    expect(result?.findings[0]?.sentence).toMatch(
      /^the API was not as before until \d+ ms after Redis came back; RECOVERY/,
    );
    expect(result?.outage?.apiRecoveredMs).toBeGreaterThan(2_400);
    expect(result?.outage?.apiRecoveredMs).toBeLessThanOrEqual(4_000);
  });

  test('a run that is interrupted during the outage brings Redis back', async () => {
    const folder = temporaryFolder();
    const [isAway, isBack] = [join(folder, 'away'), join(folder, 'back')];
    const api = await serveFlagApi(healthyApi);
    const run = startPoolproof(
      {
        ...SHORT,
        OUTAGE: '60s',
        ENGINE,
        BASE_URL: api.url,
        FAULT_CMD: `touch ${isAway}`,
        RECOVER_CMD: `touch ${isBack}`,
      },
      'failover',
    );
    await vi.waitFor(() => expect(existsSync(isAway)).toBe(true), { timeout: 30_000, interval: 50 });
    expect(existsSync(isBack)).toBe(false);
    run.child.kill('SIGINT');
    expect((await run.done).exitCode).toBe(105);
    expect(existsSync(isBack)).toBe(true);
  });

  test.skipIf(!canSeeProcesses)(
    'Ctrl-C while a command hangs ends it with its children, and Redis is brought back',
    async () => {
      const folder = temporaryFolder();
      const [isAway, isBack] = [join(folder, 'away'), join(folder, 'back')];
      const api = await serveFlagApi(healthyApi);
      const FAULT_CMD = `sleep 300 & touch ${isAway}; wait`;
      const env = { ...SHORT, ENGINE, BASE_URL: api.url, FAULT_CMD, RECOVER_CMD: `touch ${isBack}` };
      const run = startPoolproof(env, 'failover');
      await vi.waitFor(() => expect(existsSync(isAway)).toBe(true), { timeout: 30_000, interval: 50 });
      const started = descendantsOf(run.child.pid ?? 0);
      const interruptedMs = performance.now();
      run.child.kill('SIGINT');
      expect((await run.done).exitCode).toBe(105);
      // It would take a minute to give up by itself.
      expect(performance.now() - interruptedMs).toBeLessThan(20_000);
      expect(existsSync(isBack)).toBe(true);
      await untilGone(started);
    },
  );

  test.skipIf(!canSeeProcesses)('a second Ctrl-C ends everything at once', async () => {
    const isAway = join(temporaryFolder(), 'away');
    const api = await serveFlagApi(healthyApi);
    const RECOVER_CMD = `sleep 300 & touch ${isAway}; wait`;
    const run = startPoolproof({ ...SHORT, ENGINE, BASE_URL: api.url, FAULT_CMD: 'true', RECOVER_CMD }, 'failover');
    await vi.waitFor(() => expect(existsSync(isAway)).toBe(true), { timeout: 30_000, interval: 50 });
    run.child.kill('SIGINT');
    // It is tried a second time.
    await vi.waitFor(() => expect(run.output()).toContain('another Ctrl-C'), { timeout: 10_000, interval: 10 });
    const started = descendantsOf(run.child.pid ?? 0);
    run.child.kill('SIGINT');
    expect((await run.done).exitCode).toBe(105);
    await untilGone(started);
  });

  test('a command that prints without end and fails is told in a line, its log is short, and Redis is brought back', async () => {
    const isBack = join(temporaryFolder(), 'back');
    const api = await serveFlagApi(healthyApi);
    const FAULT_CMD = 'head -c 30000000 /dev/zero | tr "\\0" a; exit 3';
    const env = { ...SHORT, ENGINE, BASE_URL: api.url, FAULT_CMD, RECOVER_CMD: `touch ${isBack}` };
    const { exitCode, output, resultsDir } = await runPoolproof(env, 'failover');
    expect(exitCode).toBe(108);
    expect(output).toMatch(/Cannot take Redis away: FAULT_CMD ended with 3: …a{500}(?!a)/);
    expect(existsSync(isBack)).toBe(true);
    expect(statSync(join(resultsDir, 'latest', 'outage.log')).size).toBeLessThan(11_000_000);
  });

  test('a command that fails ends the run with one line, and Redis is brought back', async () => {
    const isBack = join(temporaryFolder(), 'back');
    const api = await serveFlagApi(healthyApi);
    const { exitCode, output } = await runPoolproof(
      {
        ...SHORT,
        ENGINE,
        BASE_URL: api.url,
        FAULT_CMD: 'echo no such service >&2; exit 3',
        RECOVER_CMD: `touch ${isBack}`,
      },
      'failover',
    );
    expect(exitCode).toBe(108);
    expect(output).toContain('Cannot take Redis away: FAULT_CMD ended with 3: no such service');
    expect(existsSync(isBack)).toBe(true);
  });
});

test.each([
  [{ BASE_URL: 'http://127.0.0.1:9' }, 'nothing here can take away the Redis behind BASE_URL'],
  [{ FAULT_CMD: 'true' }, 'FAULT_CMD is set and RECOVER_CMD is not'],
  [{ REDIS_URL: 'redis://127.0.0.1:9', FAULT: 'kill' }, 'FAULT=kill needs the Redis of the local stack'],
])('without control over Redis the run is refused in one line: %j', async (env, problem) => {
  const { exitCode, output, result } = await runPoolproof(env, 'failover');
  expect(exitCode).toBe(104);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain(`Cannot run failover: ${problem}`);
  expect(result).toBeUndefined();
});

test.skipIf(!hasK6)('k6 alone refuses to run without CONTROL_URL', async () => {
  const { exitCode, output } = await runCommand('k6', ['run', '-q', 'dist/k6/failover.js'], {});
  expect(exitCode).toBe(104);
  expect(output).toContain('CONTROL_URL is not set');
});

/** Sound until `file` is there, then bad for so long. */
function badFor(badMs: number, file: string): RequestListener {
  return (request, response) => {
    const isBad = existsSync(file) && Date.now() - statSync(file).mtimeMs < badMs;
    if (isBad) answerJson(response, {}, 503);
    else healthyApi(request, response);
  };
}

async function processIdOf(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    return /process_id:(\d+)/.exec(await redis.info('server'))?.[1] ?? '';
  } finally {
    redis.disconnect();
  }
}
