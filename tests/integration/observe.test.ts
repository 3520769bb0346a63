import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/findings/finding.ts';
import { ACL_RULES } from '../../src/core/redis/acl-rules.ts';
import type { Result } from '../../src/core/result/result.ts';
import { serveCachedApi, serveClusterApi } from '../helpers/cached-api.ts';
import { LIST_LINES, type OddRedisOptions, serveOddRedis } from '../helpers/odd-redis.ts';
import { startRedisCluster } from '../helpers/redis-cluster.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

const LOAD = { EXPECTED_MAX_CONNECTIONS: '3' };
/** Long enough for what happens in the middle, and for what comes of it. */
const LONGER = { DURATION: '4s' };

/** Without that about the load generator, which is the machine's. */
function findingsAboutTheRest(result: Result | undefined): readonly Finding[] {
  return (result?.findings ?? []).filter(({ id }) => id !== 'generator-overloaded');
}

test('the documents have the rights that the check needs, word for word', () => {
  for (const file of ['docs/your-api.md', 'docs/findings.md']) expect(readFileSync(file, 'utf8')).toContain(ACL_RULES);
});

describe.each(ENGINES)('on %s', (ENGINE) => {
  async function runAs(rights: string, neighbours = 0) {
    const redis = await startRedisServer();
    const admin = new Redis(redis.url);
    await admin.call('ACL', 'SETUSER', 'probe', 'on', '>s3cret', ...rights.split(' '));
    admin.disconnect();
    if (neighbours > 0) await serveCachedApi(redis.port, neighbours);
    const api = await serveCachedApi(redis.port);
    return runPoolproof({
      ENGINE,
      BASE_URL: api.url,
      REDIS_URL: `redis://probe:s3cret@127.0.0.1:${redis.port}`,
      ...LOAD,
    });
  }

  test('a user with the documented rights, word for word, is enough', async () => {
    const { result, output } = await runAs(ACL_RULES);
    expect(result?.verdict.status, output).toBe('healthy');
    expect(result?.evidence).toMatchObject({ connectionsMax: 3, allConnectionsMax: 3 });
  });

  test('without the right to INFO, connections are judged, and the rest says why not', async () => {
    const { result, output } = await runAs(ACL_RULES.replace(' +info', ''));
    expect(result?.verdict.status, output).toBe('not-judged');
    expect(output).toContain('INFO was refused: NOPERM');
    const rule = (id: string) => result?.rules.find((one) => one.id === id);
    expect(rule('redis-connections')).toMatchObject({ status: 'pass', actual: 3 });
    expect(rule('redis-miss-share')?.why).toContain('INFO was refused: NOPERM');
    expect(output).not.toContain('s3cret');
  });

  test('without the right to CLIENT LIST, connections are counted by INFO', async () => {
    const { result, output } = await runAs(ACL_RULES.replace(' +client|list', ''));
    expect(result?.verdict.status, output).toBe('healthy');
    expect(result?.evidence).toMatchObject({ connectionsMax: 3 });
  });

  test('without it, more connections than the API may have are nobody’s in particular', async () => {
    const { result, output } = await runAs(ACL_RULES.replace(' +client|list', ''), 2);
    expect(result?.verdict.status, output).toBe('not-judged');
    expect(result?.rules.find(({ id }) => id === 'redis-connections')).toMatchObject({
      status: 'not-judged',
      why: expect.stringContaining('CLIENT LIST was refused: NOPERM'),
    });
    expect(result?.findings).toEqual([]);
  });

  async function runAgainst(options: OddRedisOptions, env: NodeJS.ProcessEnv = {}) {
    const redis = await serveOddRedis(options);
    const api = await serveCachedApi(redis.port);
    return runPoolproof({ ENGINE, BASE_URL: api.url, REDIS_URL: redis.url, ...LOAD, ...env });
  }

  test('a fleet that Redis has no room for is unhealthy, though this instance is not', async () => {
    const redis = await startRedisServer();
    const admin = new Redis(redis.url);
    await admin.config('SET', 'maxclients', 100);
    admin.disconnect();
    const api = await serveCachedApi(redis.port);
    const { result, output } = await runPoolproof({
      ENGINE,
      BASE_URL: api.url,
      REDIS_URL: redis.url,
      API_CLIENTS: 'my-api',
      ...LOAD,
      INSTANCES: '10',
      WORKERS: '4',
    });
    expect(result?.verdict.status, output).toBe('unhealthy');
    expect(output).toContain('10 instances × 4 workers × 3 = 120 connections; the server takes 100: at most 2 each');
    expect(result?.findings[0]?.id).toBe('fleet-above-maxclients');
    expect(result?.rules.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual(['redis-fleet']);
  });

  test('a server that does not say what it takes leaves the fleet not judged, and is quoted', async () => {
    const { result, output } = await runAgainst({}, { INSTANCES: '10' });
    expect(result?.verdict.status, output).toBe('not-judged');
    const rule = result?.rules.find(({ id }) => id === 'redis-fleet');
    expect(rule).toMatchObject({
      status: 'not-judged',
      why: expect.stringContaining('CONFIG GET maxclients was refused'),
    });
  });

  const NO_CLIENT = { odd: { CLIENT: { error: 'ERR unknown command `CLIENT`, with args beginning with: `LIST`, ' } } };

  test.each<[string, OddRedisOptions, NodeJS.ProcessEnv]>([
    ["Dragonfly's CLIENT LIST", { line: LIST_LINES.dragonfly }, {}],
    ["Dragonfly's CLIENT LIST, with a pattern", { line: LIST_LINES.dragonfly }, { API_CLIENTS: 'my-api' }],
    ["kvrocks' CLIENT LIST", { line: LIST_LINES.kvrocks }, { API_CLIENTS: 'my-api' }],
    ['no CLIENT at all', NO_CLIENT, {}],
    ['an empty CLIENT LIST', { odd: { 'CLIENT LIST': { text: '*0\r\n' } } }, {}],
  ])('%s: our own connection is left out, and all is judged', async (_name, options, env) => {
    const { result, output } = await runAgainst(options, env);
    expect(result?.verdict.status, output).toBe('healthy');
    expect(result?.evidence).toMatchObject({ connectionsMax: 3 });
  });

  test('connections of the API that nobody tells apart are not judged, and the page says why', async () => {
    const { result, output } = await runAgainst(NO_CLIENT, { API_CLIENTS: 'my-api' });
    expect(result?.verdict.status, output).toBe('not-judged');
    expect(output).toContain(
      'most connections that the API had open at a time (CLIENT LIST was refused: ERR unknown command',
    );
  });

  test('a slow INFO is named, asked for less often, and judged', async () => {
    const { result, output } = await runAgainst({ odd: { INFO: { delayMs: 700 } } }, LONGER);
    expect(result?.verdict.status, output).toBe('healthy');
    expect(output).toMatch(/INFO took up to \d+ ms, so it was requested less often/);
    expect(result?.evidence).toMatchObject({ connectionsMax: 3, redisTimeoutFailures: 0 });
    // Not with the 500 ms after which the first question was given up.
    expect(result?.evidence?.redisInfoMaxMs).toBeLessThan(1_200);
  });

  test('where INFO is slow with all else, and not by itself, what keeps Redis busy is known', async () => {
    const { result, output } = await runAgainst({ odd: { INFO: { delayMs: 300 } } }, LONGER);
    expect(output).toMatch(/INFO took up to \d+ ms, so it was requested less often/);
    expect(result?.evidence?.redisInfoMaxMs).toBeGreaterThanOrEqual(300);
    expect(result?.evidence?.redisServerTimeMs, output).not.toBeNull();
    expect(result?.evidence?.redisBusyShare).not.toBeNull();
  });

  const OOM = "OOM command not allowed when used memory > 'maxmemory'.";
  const LOADING = 'LOADING Redis is loading the dataset in memory';

  test('growth since a look at a Redis that was loading its data is not judged, and the page says why', async () => {
    const info = ['loading:1', 'used_memory:900', 'connected_clients:1', 'total_connections_received:1'].join('\r\n');
    const text = `$${info.length}\r\n${info}\r\n`;
    const { result, output } = await runAgainst({ odd: { INFO: { text } }, fromMs: Number.NEGATIVE_INFINITY, toMs: 0 });
    const growth = result?.rules.find(({ id }) => id === 'redis-memory-growth');
    // From 900 bytes to a megabyte, most of which was there before.
    expect(growth, output).toMatchObject({ status: 'not-judged', actual: null });
    expect(growth?.why).toMatch(/^Redis was loading its data: /);
    expect(result?.evidence).toMatchObject({ memoryGrowthBytes: null, keysGrowth: null });
    expect(result?.rules.find(({ id }) => id === 'redis-evictions')?.status).toBe('pass');
  });

  test.each<[string, OddRedisOptions['odd'], string, RegExp]>([
    [
      'an error to all',
      { '*': { error: LOADING } },
      'redis-loading',
      new RegExp(`loading its data .*\\("${LOADING}"\\)`),
    ],
    [
      'an error to writes',
      { SET: { error: OOM } },
      'redis-out-of-memory',
      /refuses writes .*\("OOM command not allowed/,
    ],
    ['an answer cut in half', { GET: 'cut' }, 'redis-connection-lost', /Connections to Redis broke/],
    // When the run is over before the answer is given up, Redis was not seen to come back.
    [
      'an answer without an end',
      { GET: 'endless' },
      'redis-stalled or redis-timeout',
      /stalled|did not answer in time/,
    ],
    ['silence', { '*': 'silence' }, 'redis-timeout', /did not answer in time/],
    [
      'another protocol',
      { '*': { text: 'HTTP/1.1 400 Bad Request\r\n\r\n' } },
      'redis-protocol',
      /does not speak .*"HTTP\/1.1 400/,
    ],
  ])('%s is named by what it is, with when and the text of the error', async (_name, odd = {}, finding, sentence) => {
    const toMs = finding === 'redis-timeout' ? 60_000 : 2_500;
    const { result, output } = await runAgainst({ odd, fromMs: 900, toMs }, LONGER);
    expect(result?.verdict.status, output).toBe('unhealthy');
    const [first] = findingsAboutTheRest(result);
    expect(finding.split(' or '), output).toContain(first?.id);
    expect(first?.sentence).toMatch(sentence);
  });

  test.each<[string, OddRedisOptions, string]>([
    ['evicted is no failed check', { evictsAll: true }, 'pass'],
    ['lost is one', { odd: { GET: { text: '$-1\r\n' } } }, 'fail'],
  ])('a key of ours that was %s', async (_what, options, status) => {
    const { result, output } = await runAgainst(options);
    expect(result?.rules.find(({ id }) => id === 'redis-checks')?.status, output).toBe(status);
    expect(result?.rules.find(({ id }) => id === 'redis-evictions')?.status).toBe(status === 'pass' ? 'fail' : 'pass');
  });

  test('rediss:// to a server without TLS is called TLS', async () => {
    const redis = await startRedisServer();
    const api = await serveCachedApi(redis.port);
    const { result, output } = await runPoolproof({
      ENGINE,
      BASE_URL: api.url,
      REDIS_URL: `rediss://127.0.0.1:${redis.port}`,
      ...LOAD,
    });
    expect(findingsAboutTheRest(result)[0]?.id, output).toBe('redis-tls');
  });

  test('of a cluster all masters are observed, by whichever node REDIS_URL names', async () => {
    const cluster = await startRedisCluster();
    const last = cluster.at(-1);
    // Each node has connections of the API, and keys that only it serves.
    const admin = new Redis.Cluster(cluster.map(({ port }) => ({ host: '127.0.0.1', port })));
    const api = await serveClusterApi(admin);
    const { result, output } = await runPoolproof({ ENGINE, BASE_URL: api.url, REDIS_URL: last?.url, ...LONGER });
    admin.disconnect();
    expect(result?.verdict.status, output).toBe('healthy');
    expect(result?.redis).toMatchObject({ failedCommands: 0 });
    expect(result?.evidence).toMatchObject({ redisMovedFailures: 0, redisErrorFailures: 0 });
    // Its one client opens a connection to each master.
    expect(result?.evidence?.connectionsMax).toBeGreaterThanOrEqual(cluster.length);
    expect(result?.evidence?.requestsPerConnection).toBeGreaterThan(70);
  });

  test('a Sentinel is refused before the load, in one line', async () => {
    const sentinel = await serveOddRedis({
      odd: { HELLO: { text: '*4\r\n$2\r\nid\r\n:3\r\n$4\r\nmode\r\n$8\r\nsentinel\r\n' } },
    });
    const api = await serveCachedApi(sentinel.port);
    const { exitCode, output } = await runPoolproof({ ENGINE, BASE_URL: api.url, REDIS_URL: sentinel.url, ...LOAD });
    expect(output).toContain('Cannot observe a Sentinel: REDIS_URL must name the master itself');
    expect(exitCode).toBe(108);
  });
});
