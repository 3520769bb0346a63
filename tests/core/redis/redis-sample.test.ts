import { expect, test } from 'vitest';
import { comparableWith, readRedisSample } from '../../../src/core/redis/redis-sample.ts';

test('totals of a server that was started anew are compared with 0, those of the same server as they are', () => {
  const before = readRedisSample({ info: 'run_id:a\ntotal_connections_received:3\nused_memory:900' }, '*');
  const same = readRedisSample({ info: 'run_id:a\ntotal_connections_received:5' }, '*');
  const anew = readRedisSample({ info: 'run_id:b\ntotal_connections_received:4' }, '*');
  expect(comparableWith(same, before).receivedConnectionsTotal).toBe(3);
  expect(comparableWith(anew, before)).toMatchObject({ receivedConnectionsTotal: 0, usedMemoryBytes: 900 });
});
