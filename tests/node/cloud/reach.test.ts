import { expect, test } from 'vitest';
import { reachOf } from '../../../src/node/cloud/reach.ts';

test.each([
  ['127.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['0.0.0.0', 'loopback'],
  ['::', 'loopback'],
  ['::ffff:127.0.0.2', 'loopback'],
  ['api.localhost', 'loopback'],
  ['10.0.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.0', 'public'],
  ['192.168.1.1', 'private'],
  ['169.254.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['100.128.0.1', 'public'],
  ['fd00::1', 'private'],
  ['fe80::1', 'private'],
  ['2001:db8::1', 'public'],
  ['redis', 'private'],
  ['redis.default.svc', 'private'],
  ['my.abc123.0001.use1.cache.amazonaws.com', 'private'],
  ['nobody-knows-it.example.com', 'public'],
] as const)('reachOf(%s) is %s', async (host, reach) => {
  expect(await reachOf(host)).toBe(reach);
});
