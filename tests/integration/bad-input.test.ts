import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { startLocalStack } from '../helpers/local-stack.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ENGINES, runCommand, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

test.each([
  ['RATE', 'abc'],
  ['RATE', '0'],
  ['RATE', '-1'],
  ['RATE', '1e9'],
  ['DURATION', '30'],
  ['BASE_URL', 'localhost:3001'],
  ['ENGINE', 'foo'],
  ['PORT', '99999'],
  ['REDIS_URL', 'localhost'],
  ['DATABASE_URL', 'mysql://host'],
  ['K6_VUS', '3'],
  ['K6_EXECUTION_SEGMENT', '0:1/0'],
  ['K6_EXECUTION_SEGMENT', '1/2:1/4'],
  ['BASE_URL', 'http://127.0.0.1:99999'],
  ['BASE_URL', 'http://[::1'],
  ['BASE_URL', 'http://:18080'],
  ['REDIS_URL', 'redis://127.0.0.1:70000'],
  ['REDIS_URL', 'unix:///run/redis.sock'],
  ['POOL_PATH', '/a b'],
  ['API_CLIENTS', ','],
  ['INSECURE_TLS', 'yes'],
  ['ELASTICACHE_NODES', ' , '],
  ['ELASTICACHE_SERVERLESS', ','],
  ['ELASTICACHE_ALONE', 'true'],
  ['CLOUD_STATIC_IPS', 'true'],
  ['FLAG_KEYS', ','],
  ['TMPDIR', '/dev/null'],
  ['TMPDIR', '/nowhere'],
])('%s=%s is refused in one line with exit code 104, and nothing is sent', async (name, value) => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output, result } = await runPoolproof({ BASE_URL: api.url, [name]: value });
  expect(exitCode).toBe(104);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain(`${name}="${value}" is not allowed: `);
  expect(result).toBeUndefined();
  expect(api.requestCount()).toBe(0);
});

describe.each(['embedded', 'k6'])('variables of k6 on %s', (ENGINE) => {
  test.each(['K6_RPS', 'K6_NO_THRESHOLDS', 'K6_DISCARD_RESPONSE_BODIES', 'K6_SUMMARY_MODE', 'K6_TLSAUTH', 'K6_CONFIG'])(
    '%s is refused by name, and its value not shown where it may be a secret',
    async (name) => {
      const api = await serveFlagApi(healthyApi);
      const { exitCode, output } = await runPoolproof({ ENGINE, BASE_URL: api.url, [name]: 'a long s3cret!' });
      expect(output).toMatch(new RegExp(`^${name}="…" is not allowed: it would change .*; unset it.*\n$`));
      expect(exitCode).toBe(104);
      expect(api.requestCount()).toBe(0);
    },
  );
});

test('an output that only k6 has is refused on the embedded engine before anything is sent', async () => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof({ ENGINE: 'embedded', BASE_URL: api.url, K6_OUT: 'csv' });
  expect(output).toBe('K6_OUT="csv" is not allowed: only k6 has it; unset it, or put k6 on PATH and use ENGINE=k6\n');
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

test.skipIf(!hasK6).each([
  [
    { K6_OUT: 'nope' },
    /^K6_OUT="nope" is not allowed: k6 has no such output; give .*\bcsv, .*, such as K6_OUT=csv=run\.csv\n$/,
  ],
  [{ K6_OUT: 'json=/dev/null,the s3cret' }, /^K6_OUT="…" is not allowed: k6 has no such output; .*\n$/],
  [{ K6_TAGS: 'x' }, 'K6_TAGS="x" is not allowed: give name:value, separated by commas, such as K6_TAGS=team:search\n'],
  [{ K6_TAGS: 'a:1,:2' }, /^K6_TAGS="…" is not allowed: .*\n$/],
])('%j is refused before k6 is started, or a local stack for it', async (env, line) => {
  const { exitCode, output } = await runPoolproof({ ENGINE: 'k6', ...env });
  expect(output).toMatch(line);
  expect(exitCode).toBe(104);
});

test.skipIf(!hasK6)('an output of k6 is written beside the results', async () => {
  const api = await serveFlagApi(healthyApi);
  const file = join(temporaryFolder(), 'out.csv');
  const { exitCode } = await runPoolproof({
    ENGINE: 'k6',
    BASE_URL: api.url,
    K6_OUT: `csv=${file}`,
    K6_TAGS: 'team:search,for:',
  });
  expect(exitCode).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('for=&team=search');
});

test.each(['smoke', 'spike'])(
  'settings of %s are compared with its own defaults, not those of load',
  async (profile) => {
    const unreachable = { BASE_URL: 'http://127.0.0.1:1', RATE: '', DURATION: '1s' };
    const rising = await runPoolproof({ ...unreachable, MAX_RATE: '40' }, profile);
    expect(rising.output).toContain('Cannot reach http://127.0.0.1:1');
    expect(rising.exitCode).toBe(108);
    const level = await runPoolproof({ ...unreachable, MAX_RATE: '10' }, profile);
    expect(level.output).toBe('MAX_RATE="10" is not allowed: a ramp must rise; give more than RATE, which is 10\n');
    expect(level.exitCode).toBe(104);
  },
);

test.each(ENGINES)('a flag whose key no URL can have is named on %s, and nothing else is sent', async (ENGINE) => {
  const api = await serveFlagApi((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"flags":["dark-mode","half\\ud800"]}');
  });
  const { exitCode, output, result } = await runPoolproof({ ENGINE, BASE_URL: api.url });
  // k6 reads U+FFFD where it stands, which this API does not know.
  expect(output).toContain(ENGINE === 'k6' ? 'Cannot recognise single flags' : 'Cannot ask for flag');
  expect(output).not.toContain('URIError');
  // Why it ended stands in the reports as in the log.
  expect(result?.verdict.sentence).toMatch(/^Cannot (?:recognise|ask)/);
  expect(exitCode).toBe(108);
});

test('COLD_CMD does not run before an address was refused', async () => {
  const file = join(temporaryFolder(), 'ran');
  const env = { BASE_URL: 'http://127.0.0.1:99999', COLD_CMD: `touch ${file}` };
  const { exitCode } = await runPoolproof(env, 'cold-start');
  expect(exitCode).toBe(104);
  expect(existsSync(file)).toBe(false);
});

test('all problems are told at once, a line each', async () => {
  const { exitCode, output } = await runPoolproof({ RATE: 'abc', DURATION: '30', ENGINE: 'foo' });
  expect(exitCode).toBe(104);
  expect(output.trim().split('\n')).toHaveLength(3);
});

test('a misspelt variable on the command line of make is refused, not ignored', async () => {
  const { output, exitCode } = await runCommand('make', ['load', 'BASEURL=http://127.0.0.1:9'], {});
  expect(output).toContain('BASEURL is not a variable of poolproof. Did you mean BASE_URL?');
  // make tells the exit code of the command, and has one of its own.
  expect(output).toContain('Error 104');
  expect(exitCode).toBe(2);
});

test('an unknown profile is refused', async () => {
  const { exitCode, output } = await runPoolproof({}, 'no-such-profile');
  expect(exitCode).toBe(104);
  expect(output).toContain('There is no profile "no-such-profile"');
});

test.each(['a-file/results', '/proc/results'])(
  'results that cannot be written to %s stop the run before anything is sent',
  async (path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a-file'), '');
    const api = await serveFlagApi(healthyApi);
    const { exitCode, output } = await runPoolproof({ BASE_URL: api.url, RESULTS_DIR: resolve(folder, path) });
    expect(exitCode).toBe(5);
    expect(output).toContain('Set RESULTS_DIR to a folder you may write to');
    expect(api.requestCount()).toBe(0);
  },
);

describe('a k6 that does not fit', () => {
  test.each([
    ['too old', 'echo "k6 v0.57.0 (go1.23)"', 'the k6 on PATH is v0.57.0, older than v2'],
    [
      'without the extension',
      '[ "$1" = version ] && echo "k6 v2.2.0" || exit 107',
      'lacks k6/x/redis and could not fetch it',
    ],
    ['that does not run', 'exit 1', 'the k6 on PATH does not run'],
  ])('%s is passed over by auto, and refused when it was asked for', async (_name, script, reason) => {
    const PATH = `${folderWithK6(script)}:${process.env.PATH}`;
    const api = await serveFlagApi(healthyApi);
    const auto = await runPoolproof({ PATH, BASE_URL: api.url, DURATION: '1s' });
    expect(auto.output.split('\n')[0]).toContain('on embedded');
    expect(auto.output.split('\n')[0]).toContain(reason);
    expect(auto.exitCode).toBe(0);
    const wanted = await runPoolproof({ PATH, BASE_URL: api.url, ENGINE: 'k6' });
    expect(wanted.exitCode).toBe(104);
    expect(wanted.output).toContain('Cannot run on k6: ');
    expect(wanted.output).toContain(reason);
  });
});

describe.each(ENGINES)('Redis on %s', (ENGINE) => {
  test('a wrong password is a finding, and is never shown', async () => {
    const redis = await startRedisServer('--requirepass', 'right');
    const api = await serveFlagApi(healthyApi);
    const REDIS_URL = redis.url.replace('redis://', 'redis://:hunter2@');
    const { exitCode, result, output } = await runPoolproof({ ENGINE, BASE_URL: api.url, REDIS_URL });
    expect(exitCode).toBe(99);
    expect(result?.findings[0]?.id).toBe('redis-authentication');
    expect(output + JSON.stringify(result)).not.toContain('hunter2');
  });

  test('a user without permission is a finding', async () => {
    const redis = await startRedisServer(...'--user probe on >secret ~other:* +ping +client +hello +select'.split(' '));
    const api = await serveFlagApi(healthyApi);
    const REDIS_URL = redis.url.replace('redis://', 'redis://probe:secret@');
    const { result } = await runPoolproof({ ENGINE, BASE_URL: api.url, REDIS_URL });
    expect(result?.findings[0]?.id).toBe('redis-permission');
  });

  test('connections that API_CLIENTS does not match are not taken for none', async () => {
    const { baseUrl, redisUrl } = await startLocalStack();
    const env = { ENGINE, BASE_URL: baseUrl, REDIS_URL: redisUrl, API_CLIENTS: 'misspelt-*' };
    const { exitCode, result } = await runPoolproof(env);
    expect(result?.verdict.sentence).toMatch(
      /^\d rules? could not be judged: most connections that the API had open at a time \(0 of/,
    );
    expect(result?.findings.map(({ id }) => id)).toContain('api-not-seen');
    expect(exitCode).toBe(3);
  });

  test('a sound Redis is judged, and no key of ours stays in it', async () => {
    const { baseUrl, redisUrl } = await startLocalStack();
    const { exitCode, result } = await runPoolproof({ ENGINE, BASE_URL: baseUrl, REDIS_URL: redisUrl });
    expect(result?.verdict.sentence).toMatch(/^all \d+ rules passed$/);
    expect(exitCode).toBe(0);
    expect(result?.redis).toMatchObject({ failedCommands: 0 });
    const keys = spawnSync('redis-cli', ['-u', redisUrl, 'keys', 'poolproof:check:*'], { encoding: 'utf8' });
    expect(keys.stdout.trim()).toBe('');
  });
});

function folderWithK6(script: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'k6'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'k6'), 0o755);
  return folder;
}
