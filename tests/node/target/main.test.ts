// The reference API as a process: the built file, since its database worker must be one.
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { TargetMessage } from '../../../src/node/target/main.ts';
import { startRedisServer } from '../../helpers/redis-server.ts';

const TARGET_FILE = fileURLToPath(new URL('../../../dist/node/target.js', import.meta.url));

async function forkTarget(environment: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-target-'));
  const env = { ...process.env, PORT: '0', DATABASE_URL: '', ...environment, TMPDIR: folder };
  const child: ChildProcess = fork(TARGET_FILE, { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const output: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  const [message] = (await once(child, 'message')) as [TargetMessage];
  const url = message.type === 'ready' ? message.url : '';
  const get = async (path: string) => {
    const response = await fetch(url + path, { signal: AbortSignal.timeout(5000) });
    return { status: response.status, cache: response.headers.get('x-cache'), body: await response.json() };
  };
  return { child, exited, folder, get, message, output, url };
}

test('serves the seeded flags from its own database, and leaves nothing when it is stopped', async () => {
  const redis = await startRedisServer();
  const { child, exited, folder, get, message, url, output } = await forkTarget({ REDIS_URL: redis.url });
  expect(message).toMatchObject({ type: 'ready', url: `http://127.0.0.1:${new URL(url).port}` });
  const list = await get('/config/flags');
  expect(list).toMatchObject({ status: 200, cache: 'miss' });
  expect(list.body).toHaveProperty('flags.length', 25);
  expect(await get('/config/flags/dark-mode')).toMatchObject({
    status: 200,
    body: { key: 'dark-mode', enabled: true, description: expect.any(String), rolloutPercent: 100 },
  });
  expect(await get(`/config/flags/${encodeURIComponent("'; DROP TABLE poolproof.flags; --")}`)).toMatchObject({
    status: 404,
  });
  expect((await get('/config/flags/nul%00')).status).toBe(404);
  expect(await get('/health')).toMatchObject({ body: { status: 'ok', database: 'up' } });

  const admin = new Redis(redis.url);
  onTestFinished(() => admin.disconnect());
  expect(String(await admin.client('LIST'))).toContain('name=poolproof-api');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await vi.waitFor(async () => expect(String(await admin.client('LIST'))).not.toContain('name=poolproof-api'), {
    timeout: 10_000,
  });
  expect(readdirSync(folder)).toEqual([]);
  await expect(fetch(url)).rejects.toThrow();
  for (const line of output.join('').trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level', 'info');
});

test('answers 200 from the database within a bound while Redis is killed under load, then uses Redis again', async () => {
  const redis = await startRedisServer();
  const { get } = await forkTarget({ REDIS_URL: redis.url });
  await get('/config/flags');
  await redis.signal('SIGKILL');
  const startMs = performance.now();
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/config/flags')));
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, cache: 'fallback' });
  }
  // Five times the longest wait for a connection, and room for a busy machine.
  expect(performance.now() - startMs).toBeLessThan(10_000);
  expect((await get('/health')).body).toMatchObject({ status: 'degraded', redis: 'down', database: 'up' });
  await redis.restart();
  await expect.poll(async () => (await get('/config/flags')).cache, { timeout: 10_000 }).toBe('hit');
});

test('stopping lets a request under way finish', async () => {
  const redis = await startRedisServer();
  const { child, exited, get, url } = await forkTarget({ REDIS_URL: redis.url });
  await get('/health');
  // Redis hangs, so that this request is under way until the command times out.
  await redis.signal('SIGSTOP');
  onTestFinished(() => redis.signal('SIGCONT'));
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.write('GET /config/flags HTTP/1.1\r\nHost: test\r\n\r\n');
  await new Promise((resolve) => setImmediate(resolve));
  await get('/health/pool');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await vi.waitFor(() => expect(answer).toMatch(/^HTTP\/1\.1 200 OK.*dark-mode/s), { timeout: 10_000 });
});

test('takes the next free port when PORT is taken', async () => {
  const redis = await startRedisServer();
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  onTestFinished(() => void blocker.close());
  const taken = (blocker.address() as AddressInfo).port;
  const { message, get } = await forkTarget({ REDIS_URL: redis.url, PORT: String(taken) });
  expect(message.type === 'ready' && message.port).toBeGreaterThan(taken);
  expect((await get('/health')).status).toBe(200);
});

test('stops when its parent is gone', async () => {
  const redis = await startRedisServer();
  const { child, exited, folder } = await forkTarget({ REDIS_URL: redis.url });
  child.disconnect();
  expect(await exited).toEqual([0, null]);
  expect(readdirSync(folder)).toEqual([]);
});

test('stops when its parent is gone before it has loaded', async () => {
  const env = { ...process.env, PORT: '0', REDIS_URL: 'redis://127.0.0.1:1' };
  const child = fork(TARGET_FILE, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('Ctrl-C does not stop it when it is forked', async () => {
  const redis = await startRedisServer();
  const { child, get } = await forkTarget({ REDIS_URL: redis.url });
  child.kill('SIGINT');
  expect((await get('/health')).status).toBe(200);
});

test('a wrong configuration is one line and exit code 1', async () => {
  const { exited, message } = await forkTarget({ REDIS_URL: '', PORT: 'x' });
  expect(message).toEqual({ type: 'failed', message: expect.stringContaining('REDIS_URL is not set') });
  expect(await exited).toEqual([1, null]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [TARGET_FILE], {
    env: { PATH: process.env.PATH, REDIS_URL: 'nonsense' },
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^Cannot start the reference API: REDIS_URL is not a URL[^\n]*\n$/);
});

test('a database that does not answer is one line without its password', async () => {
  const url = 'postgres://me:secret@127.0.0.1:1/app';
  const { exited, message } = await forkTarget({ REDIS_URL: 'redis://127.0.0.1:1', DATABASE_URL: url });
  expect(message).toMatchObject({
    type: 'failed',
    message:
      'Cannot use the database at postgres://127.0.0.1:1/app: connect ECONNREFUSED 127.0.0.1:1; check DATABASE_URL or unset it',
  });
  expect(await exited).toEqual([1, null]);
});
