import { expect, test } from 'vitest';
import { LOAD_VARIABLES } from '../../../src/core/settings/load-settings.ts';
import { parseLoadSettings } from '../../../src/core/settings/parse-load-settings.ts';

test('parseLoadSettings() has a sound default for every variable', () => {
  const { values, problems } = parseLoadSettings({});
  expect(problems).toEqual([]);
  expect(values).toMatchObject({
    baseUrl: 'http://127.0.0.1:3001',
    ratePerSecond: 50,
    durationMs: 30_000,
    redisUrl: '',
  });
});

test('parseLoadSettings() takes an empty variable for one that is not set', () => {
  expect(parseLoadSettings({ RATE: '', REDIS_URL: '' })).toEqual(parseLoadSettings({}));
});

test.each([
  ['BASE_URL', 'localhost:3001'],
  ['BASE_URL', 'ftp://host'],
  ['BASE_URL', 'http://host?x=1'],
  ['BASE_URL', 'http://host:99999'],
  ['BASE_URL', 'http://host:0'],
  ['BASE_URL', 'http://host:'],
  ['BASE_URL', 'http://:18080'],
  ['BASE_URL', 'http://[::1'],
  ['BASE_URL', 'http://[::zz]:80'],
  ['BASE_URL', 'http://[1.2.3]'],
  ['BASE_URL', 'http://ho%zzst'],
  ['BASE_URL', 'http://host/%zz'],
  ['BASE_URL', 'http://host/a b'],
  ['BASE_URL', 'http://ho\u0007st'],
  ['BASE_URL', 'http://host/\u0007'],
  ['BASE_URL', 'http://host/#x'],
  ['BASE_URL', 'http://user:pa/ss@host'],
  ['POOL_PATH', 'pool'],
  ['POOL_PATH', '/po ol'],
  ['POOL_PATH', '/pool\r\nX: 1'],
  ['POOL_PATH', '/pöol'],
  ['REDIS_URL', 'redis://host:99999'],
  ['REDIS_URL', 'redis://host:70000'],
  ['REDIS_URL', 'redis://host:0'],
  ['REDIS_URL', 'redis://[::1'],
  ['REDIS_URL', 'redis://[zz]'],
  ['REDIS_URL', 'redis://host?evil=1'],
  ['REDIS_URL', 'redis://host?family=6'],
  ['REDIS_URL', 'rediss://host?skip_verify=true'],
  ['REDIS_URL', 'redis://host?db=abc'],
  ['REDIS_URL', 'redis://host?'],
  ['CONTROL_URL', 'http://host:99999'],
  ['RATE', 'abc'],
  ['RATE', '0'],
  ['RATE', '-1'],
  ['RATE', '1e9'],
  ['RATE', '2.5'],
  ['DURATION', '30'],
  ['DURATION', '1ms'],
  ['REQUEST_TIMEOUT', '2m'],
  ['MAX_BODY', '10'],
  ['MAX_BODY', '999GB'],
  ['MAX_BODY', '501MB'],
  ['MAX_BODY', '1MiB'],
  ['AUTHORIZATION', 'a\nb'],
  ['REDIS_URL', 'localhost:6379'],
  ['REDIS_URL', 'redis://'],
  ['REDIS_URL', '/var/run/redis/redis.sock'],
  ['REDIS_URL', 'unix:///var/run/redis/redis.sock'],
  ['REDIS_URL', 'redis+socket:///var/run/redis/redis.sock'],
  ['REQUIRE_REDIS', 'maybe'],
  ['REQUIRE_REDIS', 'yes'],
  ['INSECURE_TLS', 'yes'],
  ['INSECURE_TLS', 'true'],
  ['INSECURE_TLS', '01'],
  ['STOP_EARLY', 'no'],
  ['API_CLIENTS', ','],
  ['API_CLIENTS', ' '],
  ['API_CLIENTS', ' , ,'],
  ['API_CLIENTS', 'api,worker'],
  ['API_CLIENTS', 'my api'],
  ['STEPS', '1'],
  ['STEP_FACTOR', '1'],
  ['STEP_FACTOR', '1e1'],
  ['EXPECTED_RATE', '-1'],
])('parseLoadSettings() refuses %s=%j in one line that names it and what is allowed', (name, value) => {
  const { problems } = parseLoadSettings({ [name]: value });
  expect(problems).toHaveLength(1);
  const allowed = Object.values(LOAD_VARIABLES).find((variable) => variable.name === name)?.allowed;
  expect(problems[0]).toContain(`${name}=`);
  expect(problems[0]).toContain(allowed);
  expect(problems[0]).not.toContain('\n');
});

test.each([
  ['BASE_URL', 'http://[::1]:3001/v1'],
  ['BASE_URL', 'https://me:p%40ss@api-1.my_net.example:65535/a@b/~c'],
  ['POOL_PATH', '/health/pool?token=x'],
  ['REDIS_URL', 'redis://:p%40ss@[::1]:6380/2?protocol=2'],
  ['REDIS_URL', 'rediss://user:pw@cache.internal?db=3'],
  ['API_CLIENTS', 'my-api'],
  ['API_CLIENTS', '10.0.7.*'],
  ['API_CLIENTS', '[2001:db8::7]:*'],
  ['INSECURE_TLS', '1'],
  ['INSECURE_TLS', '0'],
])('parseLoadSettings() takes %s=%s', (name, value) => {
  expect(parseLoadSettings({ [name]: value }).problems).toEqual([]);
});

test.each([',', ' , ', ' '])('parseLoadSettings() refuses HEADERS=%j, which has no header', (HEADERS) => {
  expect(parseLoadSettings({ HEADERS }).problems).toEqual([
    `HEADERS="…" is not allowed: ${LOAD_VARIABLES.headers.allowed}`,
  ]);
});

test('parseLoadSettings() says of a Unix socket that it is not supported', () => {
  const { problems } = parseLoadSettings({ REDIS_URL: 'unix:///run/redis.sock' });
  expect(problems).toEqual([expect.stringMatching(/^REDIS_URL="unix:\/\/\/run\/redis\.sock" .*no Unix socket/)]);
});

test('parseLoadSettings() names every problem at once', () => {
  expect(parseLoadSettings({ RATE: 'abc', DURATION: '30', BASE_URL: 'x' }).problems).toHaveLength(3);
});

test('parseLoadSettings() shows no secret of a value that it refuses', () => {
  const { problems } = parseLoadSettings({
    BASE_URL: 'http://me:hunter2/x@host',
    REDIS_URL: 'http://me:hunter2@host',
    AUTHORIZATION: 'Bearer hunter2\n',
    POOL_PATH: 'pool?hunter2',
  });
  expect(problems).toHaveLength(4);
  expect(problems.join()).not.toContain('hunter2');
});

test('parseLoadSettings() drops the slash that closes an address', () => {
  expect(parseLoadSettings({ BASE_URL: 'https://api.example.com/v1/' }).values.baseUrl).toBe(
    'https://api.example.com/v1',
  );
});

test('parseLoadSettings() refuses a ramp that would not rise, if its end was asked for', () => {
  expect(parseLoadSettings({ RATE: '5000' }).problems).toEqual([]);
  expect(parseLoadSettings({ RATE: '5000', MAX_RATE: '5000' }).problems).toEqual([
    'MAX_RATE="5000" is not allowed: a ramp must rise; give more than RATE, which is 5000',
  ]);
  expect(parseLoadSettings({ MAX_RATE: '60' }, { RATE: '70' }).problems).toHaveLength(1);
});
