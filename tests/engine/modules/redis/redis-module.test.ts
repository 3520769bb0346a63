import { spawnSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { createRedisModule } from '../../../../src/engine/modules/redis/redis-module.ts';
import { FakeVu } from '../../../helpers/fake-vu.ts';
import { closedPort, serveTcp } from '../../../helpers/local-server.ts';
import { startRedisServer } from '../../../helpers/redis-server.ts';

type Method = (...args: unknown[]) => Promise<unknown>;
type Client = Record<'get' | 'set' | 'incr' | 'rpush' | 'sendCommand', Method> & { isConnected(): boolean };

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) process.stdout.write('Skipping the tests of k6/x/redis against a server: redis-server is not on PATH\n');

function clientOf(vu: FakeVu, options: unknown): Client {
  const { Client } = createRedisModule(vu) as { Client: new (options: unknown) => Client };
  return new Client(options);
}

const textOf = (promise: Promise<unknown>) => promise.then((value) => `resolved: ${value}`, String);

test('a client is made in init code, its commands are refused there', async () => {
  const vu = new FakeVu();
  vu.stage = 'init';
  const client = clientOf(vu, 'redis://127.0.0.1:1');
  const refusal = 'connecting to a redis server in the init context is not supported';
  expect(await textOf(client.get('k'))).toBe(refusal);
  expect(client.isConnected()).toBe(false);
});

test('a refused connection is dialled five times per try, and the text is go-redis’s', async () => {
  const port = await closedPort();
  const vu = new FakeVu();
  const client = clientOf(vu, `redis://127.0.0.1:${port}?max_retries=-1`);
  const startAt = performance.now();
  expect(await textOf(client.get('k'))).toBe(`dial tcp 127.0.0.1:${port}: connect: connection refused`);
  // Four pauses of 100 ms; the upper bound only tells it from the default of four tries.
  expect(performance.now() - startAt).toBeGreaterThan(350);
  vu.dispose();
});

test('a server that never answers ends a command after the read timeout', async () => {
  const port = await serveTcp((socket) => socket.resume());
  const vu = new FakeVu();
  const client = clientOf(vu, `redis://127.0.0.1:${port}?max_retries=-1&read_timeout=100ms`);
  expect(await textOf(client.get('k'))).toMatch(/^read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: i\/o timeout$/);
  vu.dispose();
});

test.skipIf(!hasRedis)(
  'a server that is halted ends a command after the read timeout, not when it goes on',
  async () => {
    const redis = await startRedisServer();
    const vu = new FakeVu();
    const client = clientOf(vu, `${redis.url}?max_retries=-1&read_timeout=100ms`);
    await client.set('k', 'v', 0);
    await redis.signal('SIGSTOP');
    const startAt = performance.now();
    expect(await textOf(client.get('k'))).toMatch(/i\/o timeout$/);
    // Far from the two seconds that a connection may take to close in order.
    expect(performance.now() - startAt).toBeLessThan(1_500);
    await redis.signal('SIGCONT');
    vu.dispose();
  },
);

test('a connection that closes before the reply rejects with EOF, or is tried again', async () => {
  let connections = 0;
  const port = await serveTcp((socket) => {
    connections++;
    socket.once('data', () => socket.end());
  });
  const vu = new FakeVu();
  expect(await textOf(clientOf(vu, `redis://127.0.0.1:${port}?max_retries=-1`).get('k'))).toBe('EOF');
  expect(connections).toBe(1);
  const patient = clientOf(vu, `redis://127.0.0.1:${port}?max_retries=2&max_retry_backoff=1ms`);
  expect(await textOf(patient.get('k'))).toBe('EOF');
  expect(connections).toBe(4);
  vu.dispose();
});

test.each(['unix:///tmp/redis.sock', { cluster: { nodes: ['redis://h'] } }, { masterName: 'm', socket: {} }])(
  '%j is refused by name',
  (options) => {
    expect(() => clientOf(new FakeVu(), options)).toThrow('is not in the embedded engine: install k6');
  },
);

test.each(['redis://:hidden@h:port', 'redis://:hidden%zz@h', 'redis://:hidden@h?odd=1', 'redis://u:hidden@h/x'])(
  'errors about the URL do not show its password (%#)',
  (url) => {
    const construct = () => clientOf(new FakeVu(), url);
    expect(construct).toThrow('invalid options');
    expect(construct).not.toThrow('hidden');
  },
);

test.skipIf(!hasRedis)('awaiting serially uses one connection, a burst at most pool_size', async () => {
  const redis = await startRedisServer();
  const vu = new FakeVu();
  const client = clientOf(vu, `${redis.url}?pool_size=3&client_name=mine`);
  const connections = async () => String(await client.sendCommand('CLIENT', 'LIST')).split('name=mine').length - 1;
  for (let i = 0; i < 5; i++) await client.incr('n');
  expect(await connections()).toBe(1);
  await Promise.all(Array.from({ length: 20 }, () => client.incr('n')));
  expect(await client.get('n')).toBe('25');
  expect(await connections()).toBe(3);
  vu.dispose();
});

test.skipIf(!hasRedis)('a command that finds no free connection in time says so', async () => {
  const redis = await startRedisServer();
  const vu = new FakeVu();
  const client = clientOf(vu, `${redis.url}?pool_size=1&pool_timeout=50ms&max_retries=-1`);
  const blocked = textOf(client.sendCommand('BLPOP', 'nothing', 0.5));
  expect(await textOf(client.get('k'))).toBe('redis: connection pool timeout');
  expect(await blocked).toBe('redis: nil');
  expect(await client.set('k', 1)).toBe('OK');
  vu.dispose();
});

test.skipIf(!hasRedis)('the client recovers when Redis comes back', async () => {
  const redis = await startRedisServer();
  const vu = new FakeVu();
  const client = clientOf(vu, `${redis.url}?max_retries=-1&pool_size=2`);
  await Promise.all([client.set('a', 1), client.set('b', 2)]);
  await redis.signal('SIGKILL');
  expect(await textOf(client.get('a'))).toMatch(/connection refused|EOF|connection reset/);
  await redis.restart();
  await vi.waitFor(async () => expect(await textOf(client.set('a', 3))).toBe('resolved: OK'), { timeout: 5000 });
  vu.dispose();
});

test.skipIf(!hasRedis)('dispose closes the connections, and bytes were counted', async () => {
  const redis = await startRedisServer();
  const vu = new FakeVu();
  await clientOf(vu, `${redis.url}?client_name=closing`).set('key', 'value');
  // *3 $3 SET $3 key $5 value is 33 bytes, CLIENT SETNAME comes on top; each answers +OK.
  expect(vu.sentBytes).toBeGreaterThan(33);
  expect(vu.receivedBytes).toBe(10);
  vu.dispose();
  const observer = new FakeVu();
  const client = clientOf(observer, redis.url);
  await vi.waitFor(async () => expect(await client.sendCommand('CLIENT', 'LIST')).not.toContain('name=closing'));
  observer.dispose();
});

test('a command under way when the test ends settles no more', async () => {
  let received = 0;
  let closed = 0;
  const port = await serveTcp((socket) => {
    socket.on('data', () => received++);
    socket.once('close', () => closed++);
  });
  const vu = new FakeVu();
  const settled = vi.fn();
  clientOf(vu, `redis://127.0.0.1:${port}`).get('k').then(settled, settled);
  await vi.waitFor(() => expect(received).toBe(1));
  vu.dispose();
  await vi.waitFor(() => expect(closed).toBe(1));
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(settled).not.toHaveBeenCalled();
});
