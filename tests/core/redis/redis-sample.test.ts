import { expect, test } from 'vitest';
import { comparableWith, readRedisSample } from '../../../src/core/redis/redis-sample.ts';

test('totals of a server that was started anew are compared with 0, those of the same server as they are', () => {
  const before = readRedisSample({ info: 'run_id:a\ntotal_connections_received:3\nused_memory:900' }, '*');
  const same = readRedisSample({ info: 'run_id:a\ntotal_connections_received:5' }, '*');
  const anew = readRedisSample({ info: 'run_id:b\ntotal_connections_received:4' }, '*');
  expect(comparableWith(same, before).receivedConnectionsTotal).toBe(3);
  expect(comparableWith(anew, before)).toMatchObject({ receivedConnectionsTotal: 0, usedMemoryBytes: 900 });
});

test.each([
  ['ioredis', 1],
  ['ioredis(flags)', 1],
  ['node-redis', 1],
  ['Lettuce', 1],
  ['redis-py', 0],
  ['', 0],
])('a connection of the library "%s" is known to serve all requests at a time: %i', (library, count) => {
  const clientList = `id=1 addr=a:1 name=poolproof-probe flags=N\nid=2 addr=a:2 name=api flags=N lib-name=${library} lib-ver=1`;
  expect(readRedisSample({ info: '', clientList }, 'api').multiplexingConnections).toBe(count);
});

test('what Redis takes is read where it tells it', () => {
  expect(readRedisSample({ info: 'maxclients:10000' }, '*').maxClients).toBe(10_000);
  expect(readRedisSample({ info: '' }, '*').maxClients).toBeUndefined();
});

test.each([
  ['loads its data', 'loading:1', undefined],
  ['has loaded it', 'loading:0', 900],
  ['does not tell, as Dragonfly', 'role:master', 900],
])('the memory and the keys of a server that %s', (_what, line, usedMemoryBytes) => {
  const sample = readRedisSample({ info: `${line}\nused_memory:900\ndb0:keys=5,expires=2,avg_ttl=0` }, '*');
  expect(sample.usedMemoryBytes).toBe(usedMemoryBytes);
  expect(sample.keys).toBe(usedMemoryBytes && 5);
  expect(sample.lastingKeys).toBe(usedMemoryBytes && 3);
});

test('the two connections of a Sentinel are no clients of the API, whoever is taken for one', () => {
  const names = ['poolproof-probe', 'sentinel-0a1b2c3d-cmd', 'sentinel-0a1b2c3d-pubsub', 'sentinel-of-orders', ''];
  const clientList = names.map((name, index) => `id=${index} addr=a:${index} name=${name} flags=N cmd=get`).join('\n');
  const { connections, apiConnections } = readRedisSample({ info: '', clientList }, '*');
  expect({ connections, apiConnections }).toEqual({ connections: 4, apiConnections: 2 });
});
