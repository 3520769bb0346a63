// Faults of the network, measured by a client and compared with the same client without them.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { RedisFault } from '../../../src/node/faults/redis-fault.ts';
import { type RedisProxy, startRedisProxy } from '../../../src/node/faults/redis-proxy.ts';
import { startRedisServer, type TestRedis } from '../../helpers/redis-server.ts';

const PING = '*1\r\n$4\r\nPING\r\n';
const PONG = '+PONG\r\n';

let server: TestRedis;
beforeAll(async () => {
  server = await startRedisServer();
  return () => server.stop();
});

async function startProxy(port = server.port): Promise<RedisProxy> {
  const proxy = await startRedisProxy({ host: '127.0.0.1', port });
  onTestFinished(() => proxy.close());
  return proxy;
}

function createClient({ port }: { port: number }): Redis {
  const redis = new Redis(port, '127.0.0.1', { retryStrategy: () => null, enableReadyCheck: false });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

async function openSocket({ port }: { port: number }): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function medianMs(redis: Redis, times = 9): Promise<number> {
  const elapsed: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const startMs = performance.now();
    await redis.ping();
    elapsed.push(performance.now() - startMs);
  }
  return elapsed.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}

test('passes everything on as it is: large values both ways, many connections, the end', async () => {
  const proxy = await startProxy();
  const redis = createClient(proxy);
  const value = 'x'.repeat(20_000_000);
  await redis.set('large', value);
  expect((await redis.get('large')) === value).toBe(true);
  await redis.del('large');
  const clients = Array.from({ length: 20 }, () => createClient(proxy));
  expect(await Promise.all(clients.map((client, index) => client.echo(String(index))))).toEqual(
    clients.map((_, index) => String(index)),
  );
  const direct = createClient(server);
  const connections = async () =>
    String(await direct.client('LIST'))
      .trim()
      .split('\n').length;
  expect(await connections()).toBe(22);
  for (const client of clients) client.disconnect();
  await vi.waitFor(async () => expect(await connections()).toBe(2), { timeout: 10_000 });
});

test('the answer to a client that ends its side still arrives', async () => {
  const socket = await openSocket(await startProxy());
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString();
  });
  socket.end(PING);
  await once(socket, 'close');
  expect(received).toBe(PONG);
});

test('a Redis that is not there is seen as a connection that breaks', async () => {
  const gone = await startRedisServer();
  await gone.stop();
  const socket = await openSocket(await startProxy(gone.port));
  const [error] = await once(socket, 'error');
  expect(error.code).toBe('ECONNRESET');
});

test('latency: a round trip takes valueMs longer, once per round trip and not per command', async () => {
  const proxy = await startProxy();
  const redis = createClient(proxy);
  const fault: RedisFault = { kind: 'latency', atMs: 0, valueMs: 100 };
  const without = await medianMs(redis);
  proxy.begin(fault);
  const added = (await medianMs(redis)) - without;
  expect(added).toBeGreaterThan(80);
  expect(added).toBeLessThan(180);
  // Commands that follow each other closely do not wait for each other, and their answers keep their order.
  const direct = createClient(server);
  const startMs = performance.now();
  const answers: Promise<string>[] = [];
  for (let i = 0; i < 30; i += 1) {
    answers.push(redis.echo(String(i)));
    await direct.ping();
  }
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 30 }, (_, index) => String(index)));
  expect(performance.now() - startMs).toBeLessThan(30 * 100 * 0.3);
  await proxy.end(fault);
  expect((await medianMs(redis)) - without).toBeLessThan(added / 2);
});

test('jitter: round trips take 0 to valueMs longer, and answers keep their order', async () => {
  const proxy = await startProxy();
  const redis = createClient(proxy);
  await redis.ping();
  proxy.begin({ kind: 'jitter', atMs: 0, valueMs: 100 });
  const elapsed: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const startMs = performance.now();
    await redis.ping();
    elapsed.push(performance.now() - startMs);
  }
  expect(Math.max(...elapsed) - Math.min(...elapsed)).toBeGreaterThan(20);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => redis.echo(String(index))));
  expect(answers).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
});

test('bandwidth: replies together get no more than so many bytes per second', async () => {
  const proxy = await startProxy();
  const [first, second] = [createClient(proxy), createClient(proxy)];
  await first.set('value', 'x'.repeat(100_000));
  const readBoth = async () => {
    const startMs = performance.now();
    const values = await Promise.all([first.get('value'), second.get('value')]);
    expect(values.map((value) => value?.length)).toEqual([100_000, 100_000]);
    return performance.now() - startMs;
  };
  const without = await readBoth();
  const fault: RedisFault = { kind: 'bandwidth', atMs: 0, bytesPerSecond: 400_000 };
  proxy.begin(fault);
  const slowed = await readBoth();
  expect(slowed).toBeGreaterThan(450);
  expect(slowed).toBeGreaterThan(without * 2);
  await proxy.end(fault);
  expect(await readBoth()).toBeLessThan(slowed / 2);
});

test('stall: nothing arrives on either side while it lasts, and everything afterwards', async () => {
  const proxy = await startProxy();
  const redis = createClient(proxy);
  await redis.set('counter', 0);
  const fault: RedisFault = { kind: 'stall', atMs: 0 };
  proxy.begin(fault);
  let answered = 0;
  const answers = Promise.all(Array.from({ length: 20 }, () => redis.incr('counter').finally(() => answered++)));
  // A connection that is opened meanwhile waits as well.
  const late = createClient(proxy).ping();
  const direct = createClient(server);
  // As good as a look at the clock: many round trips on the direct way.
  for (let i = 0; i < 200; i += 1) await direct.ping();
  expect(await direct.get('counter')).toBe('0');
  expect(answered).toBe(0);
  await proxy.end(fault);
  expect(await answers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(await late).toBe('PONG');
});

test('reset: all connections are reset, once', async () => {
  const proxy = await startProxy();
  const sockets = [await openSocket(proxy), await openSocket(proxy)];
  for (const socket of sockets) {
    socket.write(PING);
    await once(socket, 'data');
  }
  const errors = sockets.map((socket) => once(socket, 'error'));
  proxy.begin({ kind: 'reset', atMs: 0 });
  for (const error of errors) expect((await error)[0].code).toBe('ECONNRESET');
  expect(await createClient(proxy).ping()).toBe('PONG');
});

test('refuse: new connections are refused, open ones go on, and the same port answers afterwards', async () => {
  const proxy = await startProxy();
  const open = createClient(proxy);
  await open.ping();
  const fault: RedisFault = { kind: 'refuse', atMs: 0 };
  proxy.begin(fault);
  await expect(openSocket(proxy)).rejects.toThrow('ECONNREFUSED');
  expect(await open.ping()).toBe('PONG');
  await proxy.end(fault);
  expect(await createClient(proxy).ping()).toBe('PONG');
  expect(await open.ping()).toBe('PONG');
});

test('refuse: overlapping reasons end with the last, also when the port is taken for a moment', async () => {
  const proxy = await startProxy();
  const [one, other] = [{}, {}];
  proxy.refuse(one);
  proxy.refuse(other);
  await proxy.accept(one);
  await expect(openSocket(proxy)).rejects.toThrow('ECONNREFUSED');
  const blocker = createServer((socket) => socket.end('blocker')).listen(proxy.port, '127.0.0.1');
  await once(blocker, 'listening');
  const accepted = proxy.accept(other);
  proxy.refuse(one);
  const acceptedAgain = proxy.accept(one);
  expect(String((await once(await openSocket(proxy), 'data'))[0])).toBe('blocker');
  await new Promise((resolve) => blocker.close(resolve));
  await Promise.all([accepted, acceptedAgain]);
  expect(await createClient(proxy).ping()).toBe('PONG');
});

test('the next byte is told once, and a connection alone is none', async () => {
  const proxy = await startProxy();
  const before = await openSocket(proxy);
  before.write(PING);
  await once(before, 'data');
  let told = 0;
  proxy.onNextByte(() => {
    told += 1;
  });
  const socket = await openSocket(proxy);
  expect(told).toBe(0);
  for (let i = 0; i < 3; i += 1) {
    socket.write(PING);
    await once(socket, 'data');
    expect(told).toBe(1);
  }
});
