import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ChildExited } from '../../../src/node/stack/guardian-message.ts';
import { pingRedis } from '../../../src/node/stack/ping-redis.ts';
import { startStack } from '../../../src/node/stack/start-stack.ts';
import { UserError } from '../../../src/node/user-error.ts';
import { descendantsOf, isRunning, untilGone } from '../../helpers/processes.ts';
import { startRedisServer } from '../../helpers/redis-server.ts';

const GUARDIAN_FILE = fileURLToPath(new URL('../../../dist/node/stack.js', import.meta.url));
const canDieWithParent = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0;

/** Temporary files and logs of one test, so that a test sees what its own stack leaves. */
function createFolders() {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-stack-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  return { logDir: join(folder, 'logs'), temporary };
}

async function startTestStack(environment: NodeJS.ProcessEnv = {}) {
  const { logDir, temporary } = createFolders();
  const before = descendantsOf(process.pid);
  const stack = await startStack({
    environment: { ...process.env, PORT: '0', REDIS_URL: '', DATABASE_URL: '', ...environment, TMPDIR: temporary },
    logDir,
    say: () => {},
    guardianFile: GUARDIAN_FILE,
  });
  onTestFinished(() => stack.stop());
  const pids = descendantsOf(process.pid).filter((pid) => !before.includes(pid));
  return { ...stack, logDir, temporary, pids };
}

type TestStack = Awaited<ReturnType<typeof startTestStack>>;

async function pidOfRedis(redisUrl: string): Promise<number> {
  const redis = new Redis(redisUrl);
  const info = await redis.info('server');
  redis.disconnect();
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

async function expectNothingLeft({ pids, baseUrl, redisUrl }: Pick<TestStack, 'pids' | 'baseUrl' | 'redisUrl'>) {
  await untilGone(pids);
  await expect(fetch(baseUrl)).rejects.toThrow();
  await expect(pingRedis(redisUrl)).rejects.toThrow('ECONNREFUSED');
}

const flagsOf = async ({ baseUrl }: Pick<TestStack, 'baseUrl'>) => {
  const response = await fetch(`${baseUrl}/config/flags`);
  return { status: response.status, cache: response.headers.get('x-cache') };
};

test('starts a private Redis and the API, and stop() leaves no process, port or folder but the logs', async () => {
  const stack = await startTestStack({ CACHE_TTL: '7' });
  expect(await flagsOf(stack)).toEqual({ status: 200, cache: 'miss' });
  const redis = new Redis(stack.redisUrl);
  onTestFinished(() => redis.disconnect());
  const ttl = await redis.ttl('poolproof:api:flags');
  expect(ttl).toBeGreaterThan(0);
  expect(ttl).toBeLessThanOrEqual(7);
  redis.disconnect();
  // The guardian, Redis, the API.
  expect(stack.pids).toHaveLength(3);
  await stack.stop();
  await stack.stop();
  await expectNothingLeft(stack);
  expect(readdirSync(stack.temporary)).toEqual([]);
  expect(readFileSync(join(stack.logDir, 'api.log'), 'utf8')).toContain('"message":"listening"');
  expect(readFileSync(join(stack.logDir, 'redis.log'), 'utf8')).toContain('Ready to accept connections');
});

test('two stacks at once do not disturb each other', async () => {
  const [first, second] = await Promise.all([startTestStack(), startTestStack()]);
  expect(first.baseUrl).not.toBe(second.baseUrl);
  expect(first.redisUrl).not.toBe(second.redisUrl);
  expect(await flagsOf(first)).toEqual({ status: 200, cache: 'miss' });
  expect(await flagsOf(second)).toEqual({ status: 200, cache: 'miss' });
  await first.stop();
  expect(await flagsOf(second)).toEqual({ status: 200, cache: 'hit' });
});

test('takes the next free port when the wanted one is taken', async () => {
  const blocker = createServer();
  // Another test may have it, and give it back before the stack asks for it.
  await vi.waitFor(
    async () => {
      blocker.listen(3001, '127.0.0.1');
      await once(blocker, 'listening');
    },
    { timeout: 60_000, interval: 200 },
  );
  onTestFinished(() => void blocker.close());
  const { baseUrl, ...stack } = await startTestStack({ PORT: '' });
  expect(Number(new URL(baseUrl).port)).toBeGreaterThan(3001);
  expect(Number(new URL(baseUrl).port)).toBeLessThanOrEqual(3101);
  expect(await flagsOf({ baseUrl })).toMatchObject({ status: 200 });
  await stack.stop();
});

test('REDIS_URL is used as it is and survives; its password is in no log and on no command line', async () => {
  const server = await startRedisServer('--requirepass', 'test-secret');
  const redisUrl = `redis://:test-secret@127.0.0.1:${server.port}`;
  const stack = await startTestStack({ REDIS_URL: redisUrl, LOG_LEVEL: 'debug' });
  expect(stack.redisUrl).toBe(redisUrl);
  expect(await flagsOf(stack)).toEqual({ status: 200, cache: 'miss' });
  expect(stack.pids).toHaveLength(2);
  const commandLines = spawnSync('ps', ['-o', 'args=', '-p', stack.pids.join(',')], { encoding: 'utf8' }).stdout;
  expect(commandLines).toContain('target.js');
  await stack.stop();
  expect(commandLines + readFileSync(join(stack.logDir, 'api.log'), 'utf8')).not.toContain('test-secret');
  await pingRedis(redisUrl);
});

test('a start that fails is one message without secrets, and leaves nothing', async () => {
  const before = descendantsOf(process.pid);
  const unreachable = await startTestStack({ REDIS_URL: 'redis://:test-secret@127.0.0.1:1' }).catch((error) => error);
  expect(unreachable).toBeInstanceOf(UserError);
  expect(unreachable.message).toBe(
    'Cannot reach Redis at redis://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1; check REDIS_URL or unset it',
  );
  const wrong = await startTestStack({ CACHE_TTL: 'soon' }).catch((error) => error);
  expect(wrong).toBeInstanceOf(UserError);
  expect(wrong.message).toBe(
    'Cannot start the reference API: CACHE_TTL is "soon": expected a whole number from 1 to 86400',
  );
  expect(descendantsOf(process.pid).filter((pid) => !before.includes(pid))).toEqual([]);
});

test('stopping in the middle of a start leaves nothing', async () => {
  const { temporary, logDir } = createFolders();
  const environment = { PATH: process.env.PATH, PORT: '0', TMPDIR: temporary, STACK_LOG_DIR: logDir };
  const guardian = fork(GUARDIAN_FILE, { env: environment, execArgv: [] });
  onTestFinished(() => void guardian.kill('SIGKILL'));
  const exited = once(guardian, 'exit');
  expect.assert(guardian.pid !== undefined);
  const { pid } = guardian;
  const children = await vi.waitFor(
    () => {
      const pids = descendantsOf(pid);
      expect(pids).toHaveLength(2);
      return pids;
    },
    { timeout: 10_000 },
  );
  guardian.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(children.filter(isRunning)).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
});

test('reports a child that dies by itself, with its last lines; the rest goes on', async () => {
  const stack = await startTestStack();
  const exits: ChildExited[] = [];
  stack.onChildExit((exit) => exits.push(exit));
  process.kill(await pidOfRedis(stack.redisUrl), 'SIGKILL');
  await vi.waitFor(() => expect(exits).toHaveLength(1), { timeout: 10_000 });
  expect(exits[0]).toMatchObject({ type: 'child-exited', name: 'redis', code: null, signal: 'SIGKILL' });
  expect(exits[0]?.lastLines.join('\n')).toContain('Ready to accept connections');
  expect(await flagsOf(stack)).toEqual({ status: 200, cache: 'fallback' });
  await stack.stop();
  expect(exits).toHaveLength(1);
});

test('when the command is killed, even by SIGKILL, everything goes', async () => {
  const { temporary, logDir } = createFolders();
  const script = `
    const guardian = require('node:child_process').fork(process.argv[1]);
    guardian.on('message', (message) => console.log(JSON.stringify({ ...message, pid: guardian.pid })));`;
  const environment = { PATH: process.env.PATH, PORT: '0', TMPDIR: temporary, STACK_LOG_DIR: logDir };
  const command = spawn(process.execPath, ['-e', script, GUARDIAN_FILE], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void command.kill('SIGKILL'));
  const [line] = await once(command.stdout, 'data');
  const { baseUrl, redisUrl, pid } = JSON.parse(String(line));
  const pids = [pid, ...descendantsOf(pid)];
  expect(pids).toHaveLength(3);
  command.kill('SIGKILL');
  await expectNothingLeft({ pids, baseUrl, redisUrl });
  expect(readdirSync(temporary)).toEqual([]);
});

test('when the guardian is killed by SIGKILL, Redis and API go, and a later start sweeps', async ({ skip }) => {
  skip(!canDieWithParent, 'Redis survives a killed guardian where there is no setpriv --pdeathsig');
  const stack = await startTestStack();
  const exits: ChildExited[] = [];
  stack.onChildExit((exit) => exits.push(exit));
  const guardianPid = stack.pids.find((pid) => descendantsOf(pid).length > 0);
  expect.assert(guardianPid !== undefined);
  process.kill(guardianPid, 'SIGKILL');
  await expectNothingLeft(stack);
  await vi.waitFor(() => expect(exits).toMatchObject([{ name: 'guardian', signal: 'SIGKILL' }]), { timeout: 10_000 });
  const [leftOver = ''] = readdirSync(stack.temporary);
  expect(leftOver).toMatch(`poolproof-${guardianPid}-`);
  const next = await startStack({
    environment: { ...process.env, PORT: '0', TMPDIR: stack.temporary },
    logDir: stack.logDir,
    say: () => {},
    guardianFile: GUARDIAN_FILE,
  });
  onTestFinished(() => next.stop());
  expect(existsSync(join(stack.temporary, leftOver))).toBe(false);
});

test('Ctrl-C in the terminal stops neither guardian nor children', async () => {
  const stack = await startTestStack();
  const guardianPid = stack.pids.find((pid) => descendantsOf(pid).length > 0);
  expect.assert(guardianPid !== undefined);
  process.kill(guardianPid, 'SIGINT');
  expect(await flagsOf(stack)).toMatchObject({ status: 200 });
  // Sessions of their own: a signal to the terminal's process group does not reach them.
  const sessions = spawnSync('ps', ['-o', 'sid=', '-p', stack.pids.join(',')], { encoding: 'utf8' }).stdout;
  expect(new Set(sessions.trim().split(/\s+/)).size).toBe(3);
});
