import { expect, test } from 'vitest';
import { kindsOf } from '../../../src/core/redis/client-kinds.ts';
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

test.each([
  [
    'a pool, its subscriber and a worker of a queue, with a library of their own version',
    'lib-ver=5.4.1 db=1 sub=1',
    1,
  ],
  ['another host', 'addr=10.0.0.7:9', 2],
  ['another user', 'user=billing', 2],
  ['another library', 'lib-name=redis-py', 2],
  ['what calls the library by a name of its own', 'lib-name=ioredis(queue)', 1],
  ['another name', 'name=billing', 2],
])('clients without a name beside one of %s: kinds of clients', (_what, fields, kinds) => {
  const usual = 'addr=10.0.0.6:8 name= age=9 idle=0 flags=N db=0 cmd=get user=default lib-name=ioredis lib-ver=5.8.0';
  const differ = (text: string) => fields.split(' ').reduce((line, field) => withField(line, field), text);
  const lines = ['id=1 addr=127.0.0.1:1 name=poolproof-probe flags=N', `id=2 ${usual}`, `id=3 ${differ(usual)}`];
  const { clients } = readRedisSample({ info: '', clientList: lines.join('\n') }, '*');
  expect(kindsOf(clients?.api ?? []).size).toBe(kinds);
});

function withField(line: string, field: string): string {
  const [name] = field.split('=');
  return line.includes(`${name}=`) ? line.replace(new RegExp(`\\b${name}=\\S*`), field) : `${line} ${field}`;
}

test('a client without a name is told by where it comes from, as whom, and with what', () => {
  const lines = [
    'id=1 addr=127.0.0.1:1 name=poolproof-probe flags=N',
    'id=2 addr=10.0.0.6:8 name= age=9 idle=0 flags=N cmd=get user=billing lib-name=redis-py(celery) lib-ver=5',
    'id=3 addr=10.0.0.6:9 name= age=9 idle=0 flags=N cmd=get user=default',
    'id=4 addr=[::1]:9 name= age=9 idle=0 flags=N cmd=get',
  ];
  const { clients } = readRedisSample({ info: '', clientList: lines.join('\n') }, '*');
  expect([...kindsOf(clients?.api ?? []).keys()]).toEqual([
    'without a name from 10.0.0.6 as billing by redis-py',
    'without a name from 10.0.0.6',
    'without a name from [::1]',
  ]);
});

test('commands are not known where Redis did not answer INFO commandstats, and none where it knows of none', () => {
  expect(readRedisSample({ info: '# Stats\nrun_id:a\n' }, '*').commandCallsTotal).toBeUndefined();
  expect(readRedisSample({ info: '# Stats\nrun_id:a\n# Commandstats\n' }, '*').commandCallsTotal).toBe(0);
});
