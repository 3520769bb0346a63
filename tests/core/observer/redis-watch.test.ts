import { describe, expect, test } from 'vitest';
import { RedisWatch, type RedisWatchOptions } from '../../../src/core/observer/redis-watch.ts';
import type { RedisMetric } from '../../../src/core/observer/tell.ts';
import { type RedisSample, readRedisSample } from '../../../src/core/redis/redis-sample.ts';
import { NO_REFUSALS } from '../../../src/core/redis/refusals.ts';
import type { SeenClient } from '../../../src/core/redis/seen-clients.ts';

/** So many clients of one application, which sent a command so many seconds ago. */
const clientsOf = (kind: string, count: number, idleSeconds = 0): SeenClient[] =>
  Array.from({ length: count }, (_, index) => ({ key: `${kind}${index}`, kind, idleSeconds, commandsTotal: 1 }));

const START: RedisSample = {
  ...readRedisSample({ info: '' }, '*'),
  connections: 4,
  apiConnections: 4,
  clients: { api: clientsOf('api', 4), others: [] },
  receivedConnectionsTotal: 100,
  rejectedConnectionsTotal: 0,
  keyspaceHitsTotal: 1_000,
  keyspaceMissesTotal: 50,
  evictedKeysTotal: 0,
  usedMemoryBytes: 1_000_000,
  commandCallsTotal: 0,
  commandMicrosecondsTotal: 0,
  refusals: NO_REFUSALS,
};

/** What differs from the start; `clients` undefined where Redis does not list them. */
type Sample = Partial<Omit<RedisSample, 'clients'>> & { readonly clients?: RedisSample['clients'] | undefined };

function sampleOf(sample: Sample): RedisSample {
  const { clients, ...rest } = { ...START, ...sample };
  return clients === undefined ? rest : { ...rest, clients };
}

/** A watch, what it tells, and a look a second: the totals of Redis by then, and requests that were sent. */
function watching(apiClients = '*', fleet?: number, rules: RedisWatchOptions['rules'] = []) {
  const told: { metric: RedisMetric; value: number; tags?: Readonly<Record<string, string>> | undefined }[] = [];
  const notes: string[] = [];
  const watch = new RedisWatch({
    apiClients,
    rules,
    expectedMaxConnections: 10,
    fleet: () => fleet,
    tell: (metric, value, tags) => told.push({ metric, value, tags }),
    note: (_topic, text) => notes.push(text),
  });
  let looks = 0;
  return {
    watch,
    notes,
    look(sample: Sample, requests = 0): void {
      looks += 1;
      const due = { requests, cacheRequests: requests, missRequests: Math.floor(requests / 10), missShare: 0.1 };
      watch.add({ sample: sampleOf(sample), looks: 1, ownConnections: 1 }, START, looks * 1_000, due);
    },
    valuesOf: (metric: RedisMetric, tag?: string) =>
      told
        .filter((each) => each.metric === metric && (tag === undefined || Object.values(each.tags ?? {}).includes(tag)))
        .map(({ value }) => value),
  };
}

describe('lookups', () => {
  test('are counted from look to look, without our own GETs', () => {
    const { watch, look, valuesOf } = watching();
    watch.addOwnGet(true);
    look({ keyspaceHitsTotal: 1_041, keyspaceMissesTotal: 55 }, 45);
    watch.addOwnGet(false);
    look({ keyspaceHitsTotal: 1_081, keyspaceMissesTotal: 61 }, 90);
    expect(valuesOf('redis_keyspace_hits')).toEqual([40, 40]);
    expect(valuesOf('redis_keyspace_misses')).toEqual([5, 5]);
  });

  test('of ours are left out once for each GET where INFO was not asked each time', () => {
    const { watch, look, valuesOf } = watching();
    for (let look = 0; look < 3; look += 1) watch.addOwnGet(true);
    look({ keyspaceHitsTotal: 1_013 }, 10);
    look({ keyspaceHitsTotal: 1_023 }, 20);
    expect(valuesOf('redis_keyspace_hits')).toEqual([10, 10]);
  });

  test('begin anew with a server that began anew', () => {
    const { look, valuesOf } = watching();
    look({ keyspaceHitsTotal: 1_040 }, 40);
    look({ keyspaceHitsTotal: 7 }, 50);
    expect(valuesOf('redis_keyspace_hits')).toEqual([40, 7]);
  });
});

test('connections of our own are left out of those that Redis received, each of them once', () => {
  const { look, valuesOf } = watching();
  look({ receivedConnectionsTotal: 103 }, 45);
  look({ receivedConnectionsTotal: 105 }, 90);
  expect(valuesOf('redis_connections_received')).toEqual([2, 2]);
});

test('an API that opens a connection for each request is told so by the names given, though some are seen without one', () => {
  const { look, valuesOf } = watching('my-api');
  for (const second of [1, 2, 3]) {
    const api = [{ key: `${second}`, kind: 'any', name: 'given' as const, idleSeconds: 0, commandsTotal: undefined }];
    const others = [
      { key: `${second}0`, kind: 'any', name: 'ahead' as const, idleSeconds: 0, commandsTotal: undefined },
    ];
    const totals = { receivedConnectionsTotal: 100 + 50 * second, namedConnectionsTotal: 49 * second };
    look({ ...totals, clients: { api, others } }, 45 * second);
  }
  expect(valuesOf('redis_unattributed_connections').at(-1)).toBe(0);
  expect(valuesOf('redis_requests_per_connection').at(-1)).toBeCloseTo(0.9, 1);
});

test('looks at connections count once the API was seen, with those before it', () => {
  const { look, valuesOf } = watching();
  look({ apiConnections: 0 });
  look({ apiConnections: 0 });
  expect(valuesOf('redis_observations', 'connections')).toEqual([]);
  look({ apiConnections: 3 });
  expect(valuesOf('redis_observations', 'connections')).toEqual([3]);
});

test('a look without INFO tells connections, and leaves totals to the next one', () => {
  const { look, valuesOf } = watching();
  look({ hasInfo: false, connections: 9 });
  expect(valuesOf('redis_connections')).toEqual([9]);
  expect(valuesOf('redis_lookups')).toEqual([]);
  look({ keyspaceHitsTotal: 1_080 }, 80);
  expect(valuesOf('redis_lookups')).toEqual([80]);
});

test('refused commands are those of the API, without ours', () => {
  const { watch, look, valuesOf } = watching();
  watch.addOwnRefusal('OOM');
  look({ refusals: { ...NO_REFUSALS, OOM: 4 } });
  look({ refusals: { ...NO_REFUSALS, OOM: 4 } });
  expect(valuesOf('redis_refused', 'OOM')).toEqual([3, 0]);
  expect(valuesOf('redis_unattributed_refusals')).toEqual([0, 0]);
});

test('a script that is not there counts from the third look on', () => {
  const { look, valuesOf } = watching();
  for (const count of [2, 4, 6]) look({ refusals: { ...NO_REFUSALS, NOSCRIPT: count } });
  expect(valuesOf('redis_refused', 'NOSCRIPT')).toEqual([0, 0, 2]);
});

test('where others were at work, what was evicted may be for their writes', () => {
  const { look, valuesOf } = watching('api-*');
  const others = [{ key: 'other', kind: 'any', idleSeconds: 0, commandsTotal: undefined }];
  const clients = { api: [], others };
  look({ clients, evictedKeysTotal: 5 });
  look({ clients, evictedKeysTotal: 8 });
  expect(valuesOf('redis_keys_evicted')).toEqual([]);
  expect(valuesOf('redis_unattributed_evictions')).toEqual([5, 8]);
});

test('between the start and the first look others were at work who have been idle for less than that', () => {
  const others = [{ key: 'other', kind: 'any', idleSeconds: 2, commandsTotal: 5 }];
  const keysEvicted = (toldAtMs: number) => {
    const { look, valuesOf } = watching('api-*');
    look({ toldAtMs, clients: { api: [], others }, evictedKeysTotal: 5 });
    return valuesOf('redis_keys_evicted');
  };
  expect(keysEvicted(3_000)).toEqual([]);
  expect(keysEvicted(900)).toEqual([5]);
});

test('misses of keys that may have gone for the writes of others are not held against the cache', () => {
  const hitRateBeside = (others: SeenClient[]) => {
    const { look, valuesOf } = watching('api-*');
    const totals = { keyspaceHitsTotal: 1_024, keyspaceMissesTotal: 71, evictedKeysTotal: 15 };
    look({ ...totals, clients: { api: [], others } }, 45);
    return valuesOf('redis_warm_hit_rate');
  };
  expect(hitRateBeside([{ key: 'other', kind: 'any', idleSeconds: 0, commandsTotal: 1 }])).toEqual([]);
  expect(hitRateBeside([])).toEqual([1 - 17 / 41]);
});

test('clients that wait in a blocking command are noted in words', () => {
  const { look, notes } = watching();
  look({ blockedClients: 1, blockedInWords: 'api-1 in blpop' });
  expect(notes).toEqual(['api-1 in blpop']);
});

test('how busy Redis was is known from the first look on, since the start', () => {
  const { look, valuesOf } = watching();
  look({ commandCallsTotal: 20, commandMicrosecondsTotal: 600_000, toldAtMs: 2_000 });
  expect(valuesOf('redis_busy_share')).toEqual([0.3]);
  look({ commandCallsTotal: 30, commandMicrosecondsTotal: 1_600_000, toldAtMs: 4_000 });
  expect(valuesOf('redis_busy_share')).toEqual([0.3, 0.5]);
});

test('the kind of command that took Redis longest at most looks is noted, unless it is a fast one', () => {
  const { look, notes } = watching();
  const totals = { GET: 0, KEYS: 0 };
  const lookAfter = (getMs: number, keysMs: number) => {
    totals.GET += getMs;
    totals.KEYS += keysMs;
    calls += 1;
    look({
      commandTimes: {
        cmdstat_get: { calls, microseconds: totals.GET * 1_000 },
        cmdstat_keys: { calls, microseconds: totals.KEYS * 1_000 },
      },
    });
  };
  let calls = 0;
  lookAfter(0, 0);
  lookAfter(0.1, 4);
  expect(notes).toEqual([]);
  // A pause, which any command may meet.
  lookAfter(1_200, 150);
  lookAfter(0.1, 150);
  expect(notes).toEqual(['GET']);
  lookAfter(0.1, 150);
  lookAfter(0.1, 150);
  expect(new Set(notes)).toEqual(new Set(['GET', 'KEYS']));
  expect(notes.at(-1)).toBe('KEYS');
});

describe('the fleet', () => {
  const CLIENT = { key: '', kind: 'any', idleSeconds: 0, commandsTotal: 1 };

  test('is told nothing of where nobody asked, or Redis does not say what it takes', () => {
    const unasked = watching('api');
    unasked.look({ maxClients: 100 });
    const untold = watching('api', 50);
    untold.look({ maxClients: undefined });
    for (const { valuesOf } of [unasked, untold]) {
      expect(valuesOf('redis_fleet_share')).toEqual([]);
      expect(valuesOf('redis_observations', 'fleet')).toEqual([]);
    }
  });

  test('is held against what others leave of maxclients', () => {
    const { look, valuesOf } = watching('api', 24_000);
    look({ maxClients: 10_000, connections: 322, apiConnections: 10 });
    expect(valuesOf('redis_fleet_share')).toEqual([24_000 / 9_688]);
    expect(valuesOf('redis_other_connections')).toEqual([312]);
    expect(valuesOf('redis_fleet_connections')).toEqual([24_000]);
    expect(valuesOf('redis_observations', 'fleet')).toEqual([1]);
  });

  test('is judged without API_CLIENTS only where it fits, or does not, whoever has the connections', () => {
    const { look, valuesOf } = watching('*', 80);
    look({ maxClients: 100, connections: 30, clients: { api: [CLIENT], others: [] } });
    expect(valuesOf('redis_unattributed_to_fleet')).toEqual([30]);
    expect(valuesOf('redis_observations', 'fleet')).toEqual([]);
    look({ maxClients: 100, connections: 20 });
    // The look before counts as soon as it can be told.
    expect(valuesOf('redis_observations', 'fleet')).toEqual([2]);
    expect(valuesOf('redis_fleet_share')).toEqual([0.8]);
    const full = watching('*', 101);
    full.look({ maxClients: 100, connections: 30 });
    expect(full.valuesOf('redis_fleet_share')).toEqual([1.01]);
  });
});

describe('commands of the API', () => {
  const other = (commandsTotal: number | undefined, idleSeconds = 0) => ({
    clients: { api: [], others: [{ key: 'other', kind: 'any', idleSeconds, commandsTotal }] },
  });

  test('are those that Redis executed, without ours and those of others', () => {
    const { watch, look, valuesOf } = watching('api');
    look({ commandCallsTotal: 100, ...other(500) });
    // Each GET of ours comes with a SET and a DEL.
    watch.addOwnGet(true);
    look({ commandCallsTotal: 153, ...other(510) });
    look({ commandCallsTotal: 193, ...other(520) });
    expect(valuesOf('redis_api_commands')).toEqual([100, 140, 170]);
    expect(valuesOf('redis_unattributed_commands')).toEqual([0, 0, 0]);
  });

  test('are not told where others were at work, and nobody says how much', () => {
    const { look, valuesOf } = watching('api');
    look({ commandCallsTotal: 100, ...other(undefined) });
    look({ commandCallsTotal: 150, ...other(undefined) });
    expect(valuesOf('redis_api_commands')).toEqual([]);
    expect(valuesOf('redis_unattributed_commands')).toEqual([100, 150]);
  });

  test('are not counted from the start of the server on where a look did not tell them', () => {
    const { look, valuesOf } = watching('api');
    const untold = { commandCallsTotal: undefined, commandMicrosecondsTotal: undefined };
    for (const calls of [100, undefined, 60_100, 60_130])
      look({
        ...other(500),
        ...(calls === undefined ? untold : { commandCallsTotal: calls, commandMicrosecondsTotal: calls }),
      });
    expect(valuesOf('redis_api_commands')).toEqual([100, 130]);
    expect(valuesOf('redis_server_time')).toEqual([0.001, 0.001]);
  });

  test('are all of them where API_CLIENTS takes everybody for the API', () => {
    const { look, valuesOf } = watching();
    look({ commandCallsTotal: 40 });
    expect(valuesOf('redis_api_commands')).toEqual([40]);
  });
});

describe('without API_CLIENTS', () => {
  const lookAt = (api: readonly SeenClient[]): Partial<RedisSample> => ({
    connections: api.length,
    apiConnections: api.length,
    clients: { api, others: [] },
  });

  test('connections of one kind are the API, however many', () => {
    const { look, valuesOf, notes } = watching();
    look(lookAt(clientsOf('api', 30)));
    expect(valuesOf('redis_api_connections')).toEqual([30]);
    expect(valuesOf('redis_unattributed_open')).toEqual([0]);
    expect(notes).toEqual([]);
  });

  test.each([
    ['few of several kinds cannot be too many', [...clientsOf('api', 3), ...clientsOf('shop', 7)], [10]],
    ['a kind that is too many by itself is one kind of two', [...clientsOf('api', 3), ...clientsOf('shop', 30)], []],
    ['several that are each too many', [...clientsOf('api', 11), ...clientsOf('shop', 11)], [22]],
    ['who is idle all the while serves no requests', [...clientsOf('api', 11), ...clientsOf('shop', 1, 60)], [12]],
    ['but may still make the difference', [...clientsOf('api', 8), ...clientsOf('shop', 3, 60)], []],
  ])('%s', (_why, clients, told) => {
    const { look, valuesOf, notes } = watching();
    look(lookAt(clients));
    expect(valuesOf('redis_api_connections')).toEqual(told);
    expect(valuesOf('redis_observations', 'connections')).toEqual(told.length > 0 ? [1] : []);
    expect(valuesOf('redis_unattributed_open')).toEqual([told.length > 0 ? 0 : clients.length]);
    expect(notes).toEqual(['api, shop']);
  });

  test('who has yet to say its name is no kind', () => {
    const { look, valuesOf } = watching();
    const ahead = clientsOf('without a name', 2).map((client) => ({ ...client, name: 'ahead' as const }));
    look(lookAt([...clientsOf('api', 30), ...ahead]));
    expect(valuesOf('redis_api_connections')).toEqual([32]);
  });

  test('a blocked client of one of several kinds may be of others', () => {
    const { look, valuesOf, notes } = watching();
    const [worker, ...rest] = clientsOf('worker', 2);
    const blocked = { ...worker, isBlocked: true } as SeenClient;
    look({
      ...lookAt([blocked, ...rest, ...clientsOf('api', 2)]),
      blockedClients: 1,
      blockedInWords: 'worker in blpop',
    });
    expect(valuesOf('redis_blocked_clients')).toEqual([]);
    expect(valuesOf('redis_unattributed_blocked')).toEqual([1]);
    expect(notes).toEqual(['worker, api']);
    const alone = watching();
    alone.look({ ...lookAt([blocked, ...rest]), blockedClients: 1, blockedInWords: 'worker in blpop' });
    expect(alone.valuesOf('redis_blocked_clients')).toEqual([1]);
    expect(alone.notes).toEqual(['worker in blpop']);
  });

  test('what Redis counts is anybody’s where several kinds are at work', () => {
    const counts = { evictedKeysTotal: 5, usedMemoryBytes: 50_000_000, refusals: { ...NO_REFUSALS, OOM: 4 } };
    const { look, valuesOf } = watching();
    look({ ...lookAt([...clientsOf('api', 2), ...clientsOf('shop', 2)]), ...counts });
    expect(valuesOf('redis_unattributed_evictions')).toEqual([5]);
    expect(valuesOf('redis_unattributed_refusals')).toEqual([4]);
    expect(valuesOf('redis_unattributed_memory_bytes')).toEqual([49_000_000]);
    expect([
      ...valuesOf('redis_keys_evicted'),
      ...valuesOf('redis_refused'),
      ...valuesOf('redis_memory_growth_bytes'),
    ]).toEqual([]);
    // Who is there and sends nothing has not done it.
    const beside = watching();
    beside.look({ ...lookAt([...clientsOf('api', 2), ...clientsOf('shop', 2, 60)]), ...counts });
    expect(beside.valuesOf('redis_keys_evicted')).toEqual([5]);
    expect(beside.valuesOf('redis_memory_growth_bytes')).toEqual([49_000_000]);
  });

  test('connections that one of several kinds opened are nobody’s in particular', () => {
    const requestsPerConnection = (steady: SeenClient[]) => {
      const { look, valuesOf } = watching();
      for (const second of [1, 2, 3]) {
        const opened = clientsOf('shop', 60).map((client) => ({ ...client, key: `${client.key}-${second}` }));
        look({ ...lookAt([...steady, ...opened]), receivedConnectionsTotal: 100 + 60 * second }, 60 * second);
      }
      return valuesOf('redis_requests_per_connection').at(-1);
    };
    expect(requestsPerConnection([])).toBeCloseTo(1, 1);
    expect(requestsPerConnection(clientsOf('api', 2, 60))).toBeCloseTo(1, 1);
    expect(requestsPerConnection(clientsOf('api', 2))).toBeUndefined();
  });

  test('a rise of connections or memory is the API’s where the rule comes to the same without others', () => {
    const rules = [
      { id: 'connections-drift', threshold: 'value<3' },
      { id: 'memory-drift', threshold: 'value<1000' },
    ];
    const rises = (clients: SeenClient[], rise: number) => {
      const { watch, look, valuesOf } = watching('*', undefined, rules);
      const sample = { ...START, ...lookAt(clients) };
      look(sample);
      const isConnections = watch.isConnectionRiseOfApi('connections-drift', rise, sample);
      const isMemory = watch.isMemoryRiseOfApi('memory-drift', rise * 1_000);
      return [isConnections, isMemory, valuesOf('redis_unattributed_open').at(-1)];
    };
    const several = [...clientsOf('api', 2), ...clientsOf('shop', 2)];
    expect(rises(clientsOf('api', 2), 5)).toEqual([true, true, 0]);
    expect(rises(several, 5)).toEqual([false, false, 5]);
    expect(rises(several, 0)).toEqual([true, true, 0]);
  });
});

describe('where INFO alone tells of connections', () => {
  /** A look at a Redis that does not list its clients. */
  const unlisted = (sample: Sample = {}): Sample => ({ ...sample, apiConnections: undefined, clients: undefined });

  test('few enough are few enough, whoever has them; more may be of others', () => {
    const { look, valuesOf } = watching();
    look(unlisted({ connections: 10 }));
    look(unlisted({ connections: 11 }));
    expect(valuesOf('redis_api_connections')).toEqual([10]);
    expect(valuesOf('redis_observations', 'connections')).toEqual([1]);
    expect(valuesOf('redis_unattributed_open')).toEqual([0, 11]);
  });

  test.each(['*', 'api-*'])('a client that is blocked may be of others (API_CLIENTS=%s)', (apiClients) => {
    const { look, valuesOf } = watching(apiClients);
    look(unlisted({ blockedClients: 1 }));
    expect(valuesOf('redis_blocked_clients')).toEqual([]);
    expect(valuesOf('redis_unattributed_blocked')).toEqual([1]);
    expect(valuesOf('redis_observations', 'blocked')).toEqual([]);
    look(unlisted({ blockedClients: 0 }));
    expect(valuesOf('redis_observations', 'blocked')).toEqual([2]);
  });

  test('so may be what Redis counts, and connections that came and went', () => {
    const { look, valuesOf } = watching();
    const refusals = { ...NO_REFUSALS, OOM: 4 };
    const counts = { evictedKeysTotal: 5, rejectedConnectionsTotal: 2, usedMemoryBytes: 50_000_000, refusals };
    look(unlisted({ ...counts, commandCallsTotal: 90, receivedConnectionsTotal: 190 }), 90);
    expect(valuesOf('redis_unattributed_evictions')).toEqual([5]);
    expect(valuesOf('redis_unattributed_rejections')).toEqual([2]);
    expect(valuesOf('redis_unattributed_refusals')).toEqual([4]);
    expect(valuesOf('redis_unattributed_memory_bytes')).toEqual([49_000_000]);
    expect(valuesOf('redis_unattributed_commands')).toEqual([90]);
    expect(valuesOf('redis_unattributed_connections')).toEqual([89]);
    expect(valuesOf('redis_requests_per_connection')).toEqual([]);
  });

  test('a rise of connections may be of others', () => {
    const rules = [{ id: 'connections-drift', threshold: 'value<3' }];
    const { watch, look, valuesOf } = watching('api-*', undefined, rules);
    const sample = sampleOf(unlisted());
    look(unlisted());
    expect(watch.isConnectionRiseOfApi('connections-drift', 5, sample)).toBe(false);
    expect(watch.isConnectionRiseOfApi('connections-drift', 2, sample)).toBe(true);
    expect(valuesOf('redis_unattributed_open').at(-1)).toBe(5);
  });

  test('a look without a list between others leaves what Redis counts with the API', () => {
    const { look, valuesOf } = watching();
    look({});
    look(unlisted({ evictedKeysTotal: 5 }));
    expect(valuesOf('redis_keys_evicted')).toEqual([0, 5]);
  });
});
