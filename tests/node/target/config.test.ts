import { expect, test } from 'vitest';
import { readConfig } from '../../../src/node/target/config.ts';
import { UserError } from '../../../src/node/user-error.ts';

test('only REDIS_URL is required; empty variables count as unset', () => {
  expect(readConfig({ REDIS_URL: 'redis://127.0.0.1:6379', PORT: '', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual({
    port: 3001,
    host: '127.0.0.1',
    redisUrl: 'redis://127.0.0.1:6379',
    redisPoolSize: 10,
    cacheTtlSeconds: 60,
    databaseUrl: undefined,
    logLevel: 'info',
    faults: {},
  });
});

test('every variable is read', () => {
  const environment = {
    REDIS_URL: 'rediss://:secret@cache:6380/1',
    PORT: '0',
    LISTEN_HOST: '0.0.0.0',
    REDIS_POOL_SIZE: '3',
    CACHE_TTL: '5',
    DATABASE_URL: 'postgres://db/app',
    LOG_LEVEL: 'debug',
    FAULT_HOLD_MS: '20',
    FAULT_CACHE: '',
  };
  expect(readConfig(environment)).toEqual({
    port: 0,
    host: '0.0.0.0',
    redisUrl: 'rediss://:secret@cache:6380/1',
    redisPoolSize: 3,
    cacheTtlSeconds: 5,
    databaseUrl: 'postgres://db/app',
    logLevel: 'debug',
    faults: { holdMs: 20 },
  });
});

test('a Redis is used only if a setting names it', () => {
  expect(() => readConfig({})).toThrow('REDIS_URL is not set: name a Redis, such as redis://127.0.0.1:6379');
});

test('all problems are told at once, in one line, without URLs that may hold passwords', () => {
  const environment = {
    REDIS_URL: 'http://:secret@cache',
    DATABASE_URL: 'secret',
    PORT: '70000',
    CACHE_TTL: '1.5',
    REDIS_POOL_SIZE: '0',
    LOG_LEVEL: 'loud',
  };
  const problems = () => readConfig(environment);
  expect(problems).toThrow(UserError);
  expect(problems).toThrowErrorMatchingInlineSnapshot(
    `[UserError: Cannot start the reference API: REDIS_URL is not a URL that starts with redis:// or rediss://; LOG_LEVEL is "loud": expected one of debug, info, warn, error, silent; PORT is "70000": expected a whole number from 0 to 65535; REDIS_POOL_SIZE is "0": expected a whole number from 1 to 1000; CACHE_TTL is "1.5": expected a whole number from 1 to 86400; DATABASE_URL is not a URL that starts with postgres:// or postgresql://]`,
  );
});
