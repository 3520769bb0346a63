import { expect, test } from 'vitest';
import { readRedisSample } from '../../../src/core/redis/redis-sample.ts';
import { slowestCommand } from '../../../src/core/redis/slowest-command.ts';

const sample = (...stats: string[]) => readRedisSample({ info: stats.join('\r\n') }, '*');

test('slowestCommand() names the slowest command and its mean since the look before, without blocking ones and ours', () => {
  const before = sample('cmdstat_get:calls=100,usec=500', 'cmdstat_info:calls=3,usec=900');
  const now = sample(
    'cmdstat_get:calls=200,usec=1500',
    'cmdstat_eval:calls=4,usec=240000',
    'cmdstat_blpop:calls=2,usec=9000000',
    'cmdstat_info:calls=4,usec=9000000',
  );
  expect(slowestCommand(now, before)).toEqual({ name: 'EVAL', meanMs: 60 });
  expect(slowestCommand(before, before)).toBeUndefined();
  const subcommand = sample('cmdstat_get:calls=100,usec=500', 'cmdstat_memory|usage:calls=2,usec=4000');
  expect(slowestCommand(subcommand, before)).toEqual({ name: 'MEMORY USAGE', meanMs: 2 });
});
