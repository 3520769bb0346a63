import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { type CommandRun, runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

/** Runs smoke in a folder that has these files in `env/`. */
function runWith(files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): Promise<CommandRun> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'env'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'env', name), text);
  const command = `cd ${folder} && exec "$0" "$@"`;
  return runCommand('sh', ['-c', command, process.execPath, resolve(ROOMY_COMMAND), 'run', 'smoke'], {
    DURATION: '2s',
    ...env,
  });
}

test('ENV reads its file, what is typed counts for more, and a secret of the file is shown nowhere', async () => {
  const [api, redis] = await Promise.all([serveFlagApi(healthyApi), startRedisServer('--requirepass', 'c4n4ry')]);
  const file = [
    'RATE=3',
    `BASE_URL=${api.url}`,
    'AUTHORIZATION="Bearer c4n4ry"',
    `REDIS_URL=${redis.url.replace('redis://', 'redis://:c4n4ry@')}`,
  ].join('\n');
  const run = await runWith({ 'staging.env': file }, { ENV: 'staging', RATE: '20' });
  expect(run.output).toContain('poolproof: environment staging (env/staging.env)\n');
  expect(run.result?.requests.plannedRequests).toBe(40);
  expect(run.result?.redis?.failedCommands).toBe(0);
  expect(api.requestCount()).toBeGreaterThanOrEqual(40);
  expect(run.output + JSON.stringify(run.result)).not.toContain('c4n4ry');
  const withoutRedis = await runWith({ 'staging.env': file }, { ENV: 'staging', REDIS_URL: '' });
  expect(withoutRedis.result?.target.redisUrl).toBeNull();
});

test('what is sent is typed, whichever way the file says it', async () => {
  const api = await serveFlagApi(healthyApi);
  const files = { 'staging.env': `JOURNEY=nowhere.ts\nBASE_URL=${api.url}` };
  const { exitCode, output, result } = await runWith(files, { ENV: 'staging', PATHS: '/config/flags=100' });
  expect(exitCode, output).toBe(0);
  expect(Object.keys(result?.scenarios ?? {})).toEqual(['config_flags']);
});

test.each([
  ['an unknown one', { ENV: 'stagin' }, 'There is no environment "stagin". Give production, staging, or unset ENV'],
  ['a path', { ENV: '../x' }, 'ENV="../x" is not allowed: give the name of a file in env/ without its ending'],
  ['a misspelt variable in its file', { ENV: 'staging' }, 'RAET is not a variable of poolproof. Did you mean RATE?'],
  ['a bad line in its file', { ENV: 'production' }, 'env/production.env: line 2 is no variable'],
])('%s is refused in one line, and nothing is sent', async (_what, env, line) => {
  const files = {
    'staging.env': 'RAET=3',
    'production.env': 'RATE=3\ns3cret',
    'notes.txt': '',
    'staging.env.example': '',
  };
  const make = { MAKELEVEL: '1', MAKEFLAGS: ' -- ENV=x' };
  const { exitCode, output, result } = await runWith(files, { ...make, ...env });
  const lines = output
    .trim()
    .split('\n')
    .filter((text) => !text.startsWith('poolproof: environment'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(line);
  expect(output).not.toContain('s3cret');
  expect(exitCode).toBe(104);
  expect(result).toBeUndefined();
});

test('the ENV of a shell, a path, is none of ours', async () => {
  const api = await serveFlagApi(healthyApi);
  const { output, result } = await runWith({}, { ENV: '/home/me/.shrc', BASE_URL: api.url });
  expect(result?.target.baseUrl).toBe(api.url);
  expect(output).not.toContain('environment');
});
