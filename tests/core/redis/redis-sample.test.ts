import { expect, test } from 'vitest';
import { comparableWith, readRedisSample } from '../../../src/core/redis/redis-sample.ts';

test('totals of a server that was started anew are compared with 0, those of the same server as they are', () => {
  const before = readRedisSample('run_id:a\ntotal_connections_received:3\nused_memory:900', undefined, '*');
  const same = readRedisSample('run_id:a\ntotal_connections_received:5', undefined, '*');
  const anew = readRedisSample('run_id:b\ntotal_connections_received:4', undefined, '*');
  expect(comparableWith(same, before).receivedConnectionsTotal).toBe(3);
  expect(comparableWith(anew, before)).toMatchObject({ receivedConnectionsTotal: 0, usedMemoryBytes: 900 });
});
