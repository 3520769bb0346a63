// Faults on their schedule, in front of and on a Redis server that is ours.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { FaultEvent } from '../../../src/node/faults/fault-schedule.ts';
import { startRedisInjection } from '../../../src/node/faults/inject-redis-faults.ts';
import { parseRedisFaults, type RedisFault } from '../../../src/node/faults/redis-fault.ts';
import { type ManagedChild, startChild } from '../../../src/node/stack/managed-child.ts';
import { pingRedis } from '../../../src/node/stack/ping-redis.ts';
import { startPrivateRedis } from '../../../src/node/stack/private-redis.ts';

async function startFaultyRedis(faults: RedisFault[]) {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-faults-'));
  const logFile = join(folder, 'faults.log');
  const stopping = new AbortController();
  const { signal } = stopping;
  const children: ManagedChild[] = [];
  const privateRedis = await startPrivateRedis({
    program: 'redis-server',
    folder,
    logFile: join(folder, 'redis.log'),
    startChild: (options) => {
      signal.throwIfAborted();
      const child = startChild(options);
      children.push(child);
      return child;
    },
    signal,
  });
  const { url } = privateRedis;
  parseRedisFaults(JSON.stringify(faults), true);
  const injection = await startRedisInjection({ faults, url, privateRedis, logFile, signal });
  const stop = async () => {
    stopping.abort();
    for (const child of children) await child.stop(2000);
    injection.close();
  };
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const events = (): FaultEvent[] => {
    try {
      const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  };
  return {
    ...injection,
    direct: createClient(url),
    events,
    names: () => events().map(({ kind, event }) => `${kind} ${event}`),
    stop,
  };
}

function createClient(url: string): Redis {
  const redis = new Redis(url, { enableReadyCheck: false, retryStrategy: () => null });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** Starts the time of the faults. */
async function begin({ arm, url }: { arm: () => void; url: string }): Promise<Redis> {
  const redis = createClient(url);
  await redis.ping();
  arm();
  await redis.ping();
  return redis;
}

/** What Redis says to a new connection before it is asked; undefined when that is nothing. */
async function greetingOf(url: string): Promise<string | undefined> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    const [chunk] = await once(socket, 'data', { signal: AbortSignal.timeout(200) });
    return String(chunk);
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 10 });

test('nothing happens before the first byte after arm()', async () => {
  const { url, arm, direct, events } = await startFaultyRedis([{ kind: 'reset', atMs: 0 }]);
  const redis = createClient(url);
  const closed = new Promise((resolve) => redis.once('close', resolve));
  await redis.ping();
  arm();
  // Long enough for a timer of 0 ms; past the proxy, this is no byte it sees.
  for (let i = 0; i < 200; i += 1) await direct.ping();
  expect(events()).toEqual([]);
  void redis.ping().catch(() => {});
  await closed;
  expect(events()).toHaveLength(2);
});

test('faults come and go at their times, and the log says when', async () => {
  const redis = await startFaultyRedis([
    { kind: 'latency', atMs: 200, forMs: 600, valueMs: 5 },
    { kind: 'refuse', atMs: 400, forMs: 200 },
    { kind: 'jitter', atMs: 900, valueMs: 5 },
  ]);
  const startMs = Date.now();
  await begin(redis);
  await until(() => expect(redis.names()).toContain('jitter begin'));
  await redis.stop();
  await until(() =>
    expect(redis.names()).toEqual([
      'latency begin',
      'refuse begin',
      'refuse end',
      'latency end',
      'jitter begin',
      'jitter end',
    ]),
  );
  for (const [index, atMs] of [200, 400, 600, 800, 900].entries()) {
    const event = redis.events()[index];
    expect.assert(event !== undefined);
    expect(event.atMs).toBeGreaterThanOrEqual(atMs - 2);
    expect(Math.abs(Date.parse(event.time) - startMs - event.atMs)).toBeLessThan(2000);
    expect(Object.keys(event)).toEqual(['atMs', 'time', 'kind', 'event']);
  }
});

test('redis-stall: Redis answers nobody while it is halted, and everybody afterwards', async () => {
  const redis = await startFaultyRedis([{ kind: 'redis-stall', atMs: 100, forMs: 5000 }]);
  await begin(redis);
  await until(() => expect(redis.names()).toEqual(['redis-stall begin']));
  await expect(pingRedis(redis.url)).rejects.toThrow('timed out');
  expect(redis.names()).toEqual(['redis-stall begin']);
  expect(await redis.direct.ping()).toBe('PONG');
  await until(() => expect(redis.names()).toEqual(['redis-stall begin', 'redis-stall end']));
});

test('a halted Redis is stopped like any other', async () => {
  const redis = await startFaultyRedis([{ kind: 'redis-stall', atMs: 100 }]);
  await begin(redis);
  await until(() => expect(redis.names()).toEqual(['redis-stall begin']));
  await redis.stop();
  await expect(pingRedis(redis.url)).rejects.toThrow('ECONNREFUSED');
});

test.each(['redis-kill', 'redis-stop'] as const)(
  '%s: connections break and are refused until Redis is back, empty, at the same address',
  async (kind) => {
    const redis = await startFaultyRedis([{ kind, atMs: 1000, forMs: 1500 }]);
    const runIdOf = async (url: string) => /run_id:(\w+)/.exec(await createClient(url).info('server'))?.[1];
    const before = await runIdOf(redis.url);
    const client = await begin(redis);
    await client.set('key', 'value');
    await new Promise((resolve) => client.once('close', resolve));
    await until(() => expect(pingRedis(redis.url)).rejects.toThrow('ECONNREFUSED'));
    expect(redis.names()).toEqual([`${kind} begin`]);
    await until(() => expect(redis.names()).toEqual([`${kind} begin`, `${kind} end`]));
    expect(await createClient(redis.url).get('key')).toBeNull();
    expect(await runIdOf(redis.url)).not.toBe(before);
  },
);

test('redis-slow: Redis itself is busy for valueMs again and again, by a script that shows', async () => {
  const redis = await startFaultyRedis([{ kind: 'redis-slow', atMs: 100, forMs: 1500, valueMs: 100 }]);
  await redis.direct.config('SET', 'slowlog-log-slower-than', 50_000);
  await begin(redis);
  let sawName = false;
  const elapsed: number[] = [];
  await until(async () => {
    const startMs = performance.now();
    await redis.direct.ping();
    elapsed.push(performance.now() - startMs);
    sawName ||= String(await redis.direct.client('LIST')).includes('name=poolproof-fault');
    expect(redis.names()).toEqual(['redis-slow begin', 'redis-slow end']);
  });
  expect(sawName).toBe(true);
  expect(Math.max(...elapsed)).toBeGreaterThan(20);
  const slow = (await redis.direct.slowlog('GET', 100)) as [number, number, number, string[]][];
  const scripts = slow.filter(([, , , [command]]) => command?.toLowerCase() === 'eval');
  // 1500 ms of 100 ms busy and 100 ms free, on a machine that may be busy itself.
  expect(scripts.length).toBeGreaterThanOrEqual(2);
  expect(scripts.length).toBeLessThanOrEqual(9);
  for (const [, , durationMicros] of scripts) expect(durationMicros).toBeGreaterThanOrEqual(99_000);
  await until(async () => expect(String(await redis.direct.client('LIST'))).not.toContain('poolproof-fault'));
});

test('maxclients: new connections are rejected by Redis, open ones go on, and the limit comes back', async () => {
  const redis = await startFaultyRedis([{ kind: 'maxclients', atMs: 100, forMs: 2500 }]);
  const before = await redis.direct.config('GET', 'maxclients');
  const client = await begin(redis);
  await until(() => expect(greetingOf(redis.url)).resolves.toBe('-ERR max number of clients reached\r\n'));
  expect(await client.ping()).toBe('PONG');
  expect(await redis.direct.info('stats')).toMatch(/^rejected_connections:[1-9]/m);
  await until(() => expect(redis.names()).toEqual(['maxclients begin', 'maxclients end']));
  await pingRedis(redis.url);
  expect(await redis.direct.config('GET', 'maxclients')).toEqual(before);
});
