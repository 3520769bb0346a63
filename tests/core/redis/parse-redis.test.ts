import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClientList } from '../../../src/core/redis/parse-client-list.ts';
import { infoNumber, infoPart, parseInfo } from '../../../src/core/redis/parse-info.ts';
import { readRedisSample } from '../../../src/core/redis/redis-sample.ts';

// As Redis 6, Redis 7, Valkey 8, Dragonfly and kvrocks print a connection; fields and their order differ.
const LINES = [
  (name: string) =>
    `id=3 addr=127.0.0.1:53 fd=8 name=${name} age=7 idle=2 flags=N db=0 sub=0 psub=0 multi=-1 events=r cmd=get user=default`,
  (name: string) =>
    `id=3 addr=127.0.0.1:53 laddr=127.0.0.1:6379 fd=8 name=${name} age=7 idle=2 flags=N db=0 sub=0 psub=0 ssub=0 tot-mem=22426 events=r cmd=get user=default redir=-1 resp=2`,
  (name: string) =>
    `id=3 addr=[::1]:53 laddr=[::1]:6379 fd=8 name=${name} age=7 idle=2 flags=N capa= db=0 cmd=get user=default lib-name=x lib-ver=1 tot-net-in=1 tot-net-out=2 tot-cmds=3`,
  (name: string) =>
    `id=3 addr=127.0.0.1:53 laddr=127.0.0.1:6379 fd=8 name=${name} tid=0 irqmatch=0 age=7 idle=2 tot-cmds=3 db=0 cmd=get phase=process lib-name= lib-ver=`,
  (name: string) =>
    `id=3 addr=127.0.0.1:53 fd=8 name=${name} age=7 idle=2 flags=N namespace=__namespace qbuf=0 obuf=0 cmd=get`,
  (name: string) => `cmd=get x-new=1 2 idle=2 name=${name} Y_new= age=7 id=3`,
];
const OWN = 'id=9 addr=127.0.0.1:54 name=poolproof-probe age=1 idle=0 flags=N cmd=client|list';

test('parseClientList() keeps a name whole, with blanks and quotes in it', () => {
  const names = fc.stringMatching(/^[^\r\n=]{0,30}$/);
  fc.assert(
    fc.property(names, fc.constantFrom(...LINES), (name, line) => {
      expect(parseClientList(line(name))).toMatchObject([{ id: '3', name, ageSeconds: 7, idleSeconds: 2, cmd: 'get' }]);
    }),
  );
});

test('parseClientList() reads user, library and count of commands where they are told', () => {
  expect(parseClientList(LINES[2]?.('') ?? '')).toMatchObject([{ user: 'default', libName: 'x', commandsTotal: 3 }]);
  expect(parseClientList(LINES[4]?.('') ?? '')).toMatchObject([
    { user: undefined, libName: undefined, commandsTotal: undefined },
  ]);
});

test('the probe is left out and the API is seen in the list of every server', () => {
  for (const line of LINES) {
    const clients = [line('my-api'), line('poolproof-probe').replace('id=3', 'id=4')].join('\n');
    expect(readRedisSample({ clientList: clients }, 'my-api')).toMatchObject({ connections: 1, apiConnections: 1 });
  }
});

test('a list without our own probe says nothing: nobody is not "nobody connected"', () => {
  for (const list of ['', LINES[1]?.('my-api')]) {
    const sample = readRedisSample({ info: 'connected_clients:4', clientList: list }, '*');
    expect(sample).toMatchObject({ connections: 3, apiConnections: undefined, blockedClients: undefined });
  }
});

test('our own connection is known by its id where it has no name, and by what it asks where it has neither', () => {
  const api = LINES[1]?.('my-api');
  const own = LINES[1]?.('').replace('id=3', 'id=8') ?? '';
  const asking = own.replace('cmd=get', 'cmd=client|list').replace('idle=2', 'idle=0');
  const connectionsOf = (lines: readonly (string | undefined)[], ownIds: string[]) =>
    readRedisSample({ clientList: lines.join('\n'), ownIds }, '*').connections;
  expect(connectionsOf([api, own], ['8'])).toBe(1);
  expect(connectionsOf([api, own], [])).toBeUndefined();
  expect(connectionsOf([api, asking], [])).toBe(1);
  // Two who ask at the same moment cannot be told apart.
  expect(connectionsOf([api, asking, asking.replace('id=8', 'id=9')], [])).toBeUndefined();
});

test('blocked clients are those of INFO where the list has no flags', () => {
  const clients = [LINES[3]?.('my-api'), OWN].join('\n');
  expect(readRedisSample({ clientList: clients }, '*').blockedClients).toBeUndefined();
  expect(readRedisSample({ info: 'blocked_clients:2', clientList: clients }, '*').blockedClients).toBe(2);
});

test('parsers of Redis answers survive any text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (info, clients) => {
      expect(() => readRedisSample({ info: info, clientList: clients }, '*')).not.toThrow();
    }),
  );
});

test('a field that is missing is not known, and never 0', () => {
  const sample = readRedisSample({ info: '# Clients\r\nconnected_clients:3\r\n' }, '*');
  expect(sample).toMatchObject({ connections: 2, apiConnections: undefined, blockedClients: undefined });
});

test('parseInfo() reads fields, numbers and compound fields', () => {
  const info = parseInfo(
    '# Stats\r\nkeyspace_hits:12\r\nempty:\r\ncmdstat_get:calls=21,usec=175,usec_per_call=8.33\r\n',
  );
  expect(infoNumber(info, 'keyspace_hits')).toBe(12);
  expect(infoNumber(info, 'empty')).toBeUndefined();
  expect(infoPart(info, 'cmdstat_get', 'usec')).toBe(175);
});

test('readRedisSample() leaves out our own probe and replicas, and tells the connections of the API apart', () => {
  const clients = ['poolproof-probe', 'my-api', 'my-api', 'worker'].map((name, index) =>
    LINES[1]?.(name).replace('id=3', `id=${index}`),
  );
  const replica = LINES[0]?.('').replace('flags=N', 'flags=S');
  expect(readRedisSample({ clientList: [...clients, replica].join('\n') }, 'my-*')).toMatchObject({
    connections: 3,
    apiConnections: 2,
  });
});

test('readRedisSample() counts blocked clients of the API only, and all of them where clients cannot be told apart', () => {
  const clients = ['my-api', 'my-api', 'worker', 'worker'].map((name, index) =>
    LINES[0]?.(name).replace('flags=N', index % 2 === 0 ? 'flags=b' : 'flags=N'),
  );
  clients.push(OWN);
  const info = 'blocked_clients:2\r\n';
  expect(readRedisSample({ info: info, clientList: clients.join('\n') }, 'my-api').blockedClients).toBe(1);
  expect(readRedisSample({ info: info, clientList: clients.join('\n') }, '*').blockedClients).toBe(2);
  expect(readRedisSample({ info: info }, 'my-api').blockedClients).toBe(2);
});

test('blocked clients are told by name, address and command, those of the API only', () => {
  const line = (id: number, name: string, flags: string, cmd: string) =>
    `id=${id} addr=127.0.0.1:${id} name=${name} age=1 idle=1 flags=${flags} cmd=${cmd}`;
  const clientList = [
    line(1, 'poolproof-probe', 'N', 'client|list'),
    line(2, 'my-api', 'b', 'blpop'),
    line(3, 'my-api', 'N', 'get'),
    line(4, 'worker', 'b', 'xread'),
  ].join('\n');
  expect(readRedisSample({ clientList }, 'my-api').blockedInWords).toBe('my-api from 127.0.0.1:2 in blpop');
});
