import { expect, test } from 'vitest';
import { LOAD_VARIABLES, parseLoadSettings } from '../../../src/core/settings/load-settings.ts';

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
  ['FLAGS_PATH', 'config/flags'],
  ['FLAG_PATH', '/config/flags'],
  ['MISS_PATH', '/config/flags?x=1'],
  ['FLAG_KEYS', 'a,,b'],
  ['RATE', 'abc'],
  ['RATE', '0'],
  ['RATE', '-1'],
  ['RATE', '1e9'],
  ['RATE', '2.5'],
  ['DURATION', '30'],
  ['DURATION', '1ms'],
  ['REQUEST_TIMEOUT', '2m'],
  ['AUTHORIZATION', 'a\nb'],
  ['REDIS_URL', 'localhost:6379'],
  ['REDIS_URL', 'redis://'],
  ['REQUIRE_REDIS', 'maybe'],
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

test('parseLoadSettings() names every problem at once', () => {
  expect(parseLoadSettings({ RATE: 'abc', DURATION: '30', BASE_URL: 'x' }).problems).toHaveLength(3);
});

test('parseLoadSettings() shows no secret of a value that it refuses', () => {
  const { problems } = parseLoadSettings({ REDIS_URL: 'http://me:hunter2@host', AUTHORIZATION: 'Bearer hunter2\n' });
  expect(problems).toHaveLength(2);
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
    'MAX_RATE="5000" is not allowed: a ramp rises; give more than RATE, which is 5000',
  ]);
  expect(parseLoadSettings({ MAX_RATE: '60' }, { RATE: '70' }).problems).toHaveLength(1);
});
