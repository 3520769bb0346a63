import { expect, test } from 'vitest';
import { parseRedisFaults } from '../../../src/node/faults/redis-fault.ts';

const messageOf = (text: string, hasPrivateRedis = true): string => {
  try {
    parseRedisFaults(text, hasPrivateRedis);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no problem';
};

test('reads a list of faults; an empty text is none', () => {
  const faults = [
    { kind: 'latency', atMs: 0, valueMs: 20 },
    { kind: 'bandwidth', atMs: 0, forMs: 1, bytesPerSecond: 1000 },
    { kind: 'reset', atMs: 5 },
    { kind: 'redis-kill', atMs: 0, forMs: 5 },
    { kind: 'redis-slow', atMs: 5, valueMs: 100 },
  ];
  expect(parseRedisFaults(JSON.stringify(faults), true)).toEqual(faults);
  expect(parseRedisFaults('', false)).toEqual([]);
});

test.each([
  ['nonsense', 'expected a JSON array such as [{"kind":"stall","atMs":1000,"forMs":500}]'],
  ['{"kind":"stall"}', 'expected a JSON array such as [{"kind":"stall","atMs":1000,"forMs":500}]'],
  ['[3]', 'fault 1 is not an object'],
  [
    '[{"kind":"toString","atMs":1}]',
    'fault 1 has the kind "toString": expected one of latency, jitter, bandwidth, stall, reset, refuse, redis-stall, redis-kill, redis-stop, redis-slow, maxclients',
  ],
  ['[{"kind":"latency"}]', 'fault 1 (latency) lacks atMs; fault 1 (latency) lacks valueMs'],
  [
    '[{"kind":"latency","atMs":0,"valueMs":9000}]',
    'fault 1 (latency) has valueMs 9000: expected a whole number from 1 to 4000',
  ],
  ['[{"kind":"stall","atMs":"0"}]', 'fault 1 (stall) has atMs "0": expected a whole number from 0 to 86400000'],
  ['[{"kind":"reset","atMs":0,"forMs":1}]', 'fault 1 (reset) has "forMs": expected only kind, atMs'],
  ['[{"kind":"stall","atMs":0,"valueMs":1}]', 'fault 1 (stall) has "valueMs": expected only kind, atMs, forMs'],
  [
    '[{"kind":"maxclients","atMs":9,"forMs":1},{"kind":"redis-kill","atMs":5,"forMs":5}]',
    'redis-kill and maxclients overlap: faults of the server must follow each other',
  ],
])('%s is refused in one line', (text, problem) => {
  expect(messageOf(text)).toBe(`Cannot use REDIS_FAULTS: ${problem}`);
});

test('faults of the server are refused on a Redis that is not ours; faults of the network are not', () => {
  expect(messageOf('[{"kind":"redis-stall","atMs":0}]', false)).toBe(
    'Cannot use REDIS_FAULTS: redis-stall needs the private Redis: unset REDIS_URL, which names another, or leave the fault out',
  );
  expect(messageOf('[{"kind":"stall","atMs":0}]', false)).toBe('no problem');
});
