import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { startLocalStack } from '../helpers/local-stack.ts';
import { type Installation, installHere } from '../helpers/own-installation.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ROOMY_BUNDLES } from '../helpers/roomy-limits.ts';
import { runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';
import { serveProducts } from '../helpers/shop-apis.ts';

const README = readFileSync('README.md', 'utf8');

/** The commands that README shows for a shell, without their comments. */
const COMMANDS = [...README.matchAll(/```sh\n([\s\S]+?)```/g)].flatMap(([, block = '']) =>
  block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== ''),
);

/** Commands that run as a part of something else than the test below. */
const RUN_ELSEWHERE = ['make build', 'make test'];
const isComparing = (command: string) => /^make (?:ab|compare)\b/.test(command);

let here: Installation;
beforeAll(() => {
  here = installHere(`readme-${process.pid}`);
});
afterAll(() => here.remove());

const run = (line: string, env: NodeJS.ProcessEnv) => runCommand('sh', ['-c', `cd '${here.folder}' && ${line}`], env);

describe('the commands of README', () => {
  test('are those that are known here', () => {
    expect(COMMANDS.length).toBeGreaterThanOrEqual(5);
    expect(COMMANDS).toEqual(expect.arrayContaining(RUN_ELSEWHERE));
  });

  for (const command of COMMANDS.filter((shown) => !RUN_ELSEWHERE.includes(shown) && !isComparing(shown))) {
    test.skipIf(command.startsWith('k6 ') && !hasK6)(`${command}`, async () => {
      const stack = / (?:JOURNEY|PATHS)=/.test(command) ? await startShop() : await startLocalStack();
      // The same command against servers of this test, and shorter.
      const local = command
        .replace('http://localhost:3001', stack.baseUrl)
        .replace('redis://localhost:6379', stack.redisUrl);
      const env = { DURATION: '2s', RATE: '20', RESULTS_DIR: temporaryFolder() };
      const { exitCode, output } = await run(local, env);
      expect(output).toMatch(/\bHEALTHY/);
      expect(exitCode).toBe(0);
    });
  }

  test('compare a build with itself', async () => {
    const base = await startLocalStack();
    const head = await startLocalStack();
    const RESULTS_DIR = temporaryFolder();
    const [ab = '', compare = '', ...others] = COMMANDS.filter(isComparing);
    expect(others).toEqual([]);
    const env = { DURATION: '1s', RATE: '20', ROUNDS: '2', WARMUP: '0s', RESULTS_DIR };
    const local = ab.replace('http://localhost:3001', base.baseUrl).replace('http://localhost:3002', head.baseUrl);
    const inTurn = await run(local, env);
    // Two seconds are too little to tell, of which make makes a 2.
    expect(inTurn.output).toContain('CANNOT TELL: too little was measured');
    expect(inTurn.exitCode).toBe(2);
    const [folder = ''] = readdirSync(RESULTS_DIR);
    const kept = compare
      .replace('results/before', join(RESULTS_DIR, folder, 'base-1'))
      .replace('results/after', join(RESULTS_DIR, folder, 'head-1'));
    const compared = await run(kept, { RESULTS_DIR });
    expect(compared.output).toContain('CANNOT TELL: too little was measured');
    expect(compared.exitCode).toBe(2);
  });
});

/** What the journey of products is sent to. */
async function startShop() {
  const { url: redisUrl, port } = await startRedisServer();
  return { baseUrl: (await serveProducts(port)).url, redisUrl };
}

test.skipIf(!hasK6)('the bundle runs from a k6 archive, as it does in the cloud', async () => {
  const api = await serveFlagApi(healthyApi);
  const archive = join(temporaryFolder(), 'load.tar');
  const env = { ...process.env, K6_NO_USAGE_REPORT: 'true' };
  const flags = ['-e', `BASE_URL=${api.url}`, '-e', 'DURATION=1s', '-e', 'RATE=20'];
  expect(
    spawnSync('k6', ['archive', '-q', '-O', archive, ...flags, join(ROOMY_BUNDLES, 'load.js')], { env }).status,
  ).toBe(0);
  const { exitCode, output } = await runCommand('k6', ['run', '-q', archive], {});
  expect(output).toMatch(/\bHEALTHY/);
  expect(exitCode).toBe(0);
});
