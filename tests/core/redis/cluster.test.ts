import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hashTagOn,
  mergeClientLists,
  mergeInfos,
  parseClusterNodes,
  slotOf,
  urlOfNode,
} from '../../../src/core/redis/cluster.ts';
import { readRedisSample } from '../../../src/core/redis/redis-sample.ts';

// As Redis 7 prints it: the asked node, one with a host name, a replica, and one that has failed.
const NODES = [
  'aa 127.0.0.1:7002@17002 master - 0 1 2 connected 5461-10922',
  'bb :7001@17001 myself,master - 0 0 1 connected 0-5459 5460 [93-<-cc]',
  'cc 10.0.0.3:7003@17003,three.cache.internal master - 0 1 3 connected 10923-16383',
  'dd 10.0.0.4:7004@17004 slave aa 0 1 2 connected',
  'ee 10.0.0.5:7005@17005 master,fail - 0 1 2 disconnected 1-2',
].join('\n');

test('parseClusterNodes() tells masters with their slots, the asked one first', () => {
  expect(parseClusterNodes(NODES)).toEqual([
    {
      host: '',
      port: 7001,
      isAsked: true,
      slots: [
        [0, 5459],
        [5460, 5460],
      ],
    },
    { host: '127.0.0.1', port: 7002, isAsked: false, slots: [[5461, 10922]] },
    { host: 'three.cache.internal', port: 7003, isAsked: false, slots: [[10923, 16383]] },
  ]);
});

// Figures of `redis-cli cluster keyslot`.
test.each([
  ['foo', 12182],
  ['123456789', 12739],
  ['{user1000}.following', 3443],
  ['foo{}{bar}', 8363],
  ['foo{{bar}}zap', 4015],
  ['foo{bar}{zap}', 5061],
])('slotOf(%s) is %i', (key, slot) => {
  expect(slotOf(key)).toBe(slot);
});

test('a hash tag puts any key on the master that it was made for', () => {
  for (const master of parseClusterNodes(NODES)) {
    const tag = hashTagOn(master);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]*$/), (runId) => {
        const slot = slotOf(`poolproof:check:{${tag}}:${runId}`);
        expect(master.slots.some(([first, last]) => first <= slot && slot <= last)).toBe(true);
      }),
    );
  }
});

test('several servers read as one: totals are summed, clients told apart, our own left out of each', () => {
  const info = (hits: number) =>
    `# Stats\r\nrun_id:${'ab'[hits % 2]}\r\nkeyspace_hits:${hits}\r\ndb0:keys=${hits},expires=1,avg_ttl=0\r\ncmdstat_get:calls=${hits},usec=10,usec_per_call=2\r\n`;
  const list =
    'id=3 addr=a:1 name=my-api age=1 idle=0 flags=N cmd=get\nid=4 addr=a:2 name=poolproof-probe age=1 idle=0 flags=N cmd=get';
  const sample = readRedisSample(
    { info: mergeInfos([info(2), info(3)]), clientList: mergeClientLists([list, list]) },
    '*',
  );
  expect(sample).toMatchObject({
    serverRunId: 'a+b',
    keyspaceHitsTotal: 5,
    keys: 5,
    lastingKeys: 3,
    commandCallsTotal: 5,
    commandMicrosecondsTotal: 20,
    connections: 2,
    apiConnections: 2,
  });
  expect(sample.apiClients.map(({ id }) => id)).toEqual(['0-3', '1-3']);
});

test.each([
  ['redis://cache:6379', 'redis://10.0.0.1:7'],
  ['rediss://user:p%40ss@cache/0?pool_size=1', 'rediss://user:p%40ss@10.0.0.1:7/0?pool_size=1'],
  ['redis://[::1]:6379', 'redis://10.0.0.1:7'],
])('urlOfNode() keeps all of %s but the address', (url, other) => {
  expect(urlOfNode(url, '10.0.0.1', 7)).toBe(other);
});
