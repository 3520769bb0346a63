import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Result } from '../../src/core/result/result.ts';
import { copyCheckout } from '../helpers/checkout.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { playDockerfile } from '../helpers/play-dockerfile.ts';
import { ROOMY_THRESHOLDS } from '../helpers/roomy-limits.ts';
import { DOWNLOADS, runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

const NO_NETWORK = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/;

/** A command in a folder, with the settings that users have who set none. */
function runIn(folder: string, command: string, env: NodeJS.ProcessEnv = {}) {
  return runCommand('sh', ['-c', `cd '${folder}' && ${command}`], { RESULTS_DIR: '', ...env });
}

function latestResult(folder: string): Result {
  return JSON.parse(readFileSync(join(folder, 'results/latest/result.json'), 'utf8')) as Result;
}

test('the package that npm makes runs in a repository of somebody else', { timeout: 600_000 }, async ({ skip }) => {
  const user = temporaryFolder();
  // From sources: npm builds what it packs.
  const packed = await runIn(copyCheckout(), `npm pack --pack-destination '${user}'`, { THRESHOLDS: ROOMY_THRESHOLDS });
  expect(packed.exitCode, packed.output).toBe(0);
  const install = 'npm install --prefer-offline --fetch-retries=0 --loglevel=error ./poolproof-*.tgz';
  const installed = await runIn(user, install, DOWNLOADS);
  if (NO_NETWORK.test(installed.output)) {
    const reason = `npm cannot install packages: ${installed.output.trim().split('\n')[0]}`;
    process.stdout.write(`Skipping the test of the package: ${reason}\n`);
    skip(reason);
  }
  expect(installed.exitCode, installed.output).toBe(0);

  // What npx runs, which takes npx itself longer than the command.
  const bin = 'node_modules/.bin/poolproof';
  const local = await runIn(user, 'npx --no-install poolproof run smoke', { PORT: '45401', ENGINE: 'embedded' });
  expect(local.output).toContain('HEALTHY');
  expect(local.exitCode).toBe(0);
  expect(latestResult(user)).toMatchObject({ localStack: true, verdict: { status: 'healthy' } });

  const api = await serveFlagApi(healthyApi);
  const shown = /run: npx --yes \S+\/poolproof (run .+)\n {2}env:\n {4}BASE_URL: /.exec(
    readFileSync('README.md', 'utf8'),
  )?.[1];
  const env = { BASE_URL: api.url, ENGINE: 'embedded', RATE: '20', DURATION: '2s' };
  const own = await runIn(user, `${bin} ${shown}`, env);
  expect(own.exitCode, own.output).toBe(0);
  expect(latestResult(user)).toMatchObject({ localStack: false, profile: 'load', target: { baseUrl: api.url } });

  // A journey there has its types from the package, in an editor as well.
  const journey = `import { journey } from 'poolproof';\nimport keys from './keys.csv';\nexport default journey({ requests: { one: { share: 100, cache: 'warm', send: ({ get, turn }) => get('/config/flags/' + keys[turn % keys.length]?.key) } } });\n`;
  writeFileSync(join(user, 'one.ts'), journey);
  writeFileSync(join(user, 'keys.csv'), 'key\ndark-mode\nnew-checkout\n');
  const types = await runIn(user, 'npx --no-install tsc --ignoreConfig --noEmit --strict --module preserve one.ts');
  expect(types.output).toBe('');
  const sent = await runIn(user, `JOURNEY=one.ts ${bin} run smoke`, env);
  expect(sent.exitCode, sent.output).toBe(0);
  expect(Object.keys(latestResult(user).scenarios)).toEqual(['one']);

  // The image that docs/several-machines.md builds of the package.
  const whole = join(user, 'node_modules/poolproof');
  const image = await playDockerfile(join(whole, 'deploy/Dockerfile'), whole, join(user, 'node_modules'));
  const inImage = await runIn(user, `node '${image}/dist/node/poolproof.js' run smoke`, env);
  expect(inImage.exitCode, inImage.output).toBe(0);

  const unknown = await runIn(user, `${bin} run no-such`);
  expect(unknown.output).toMatch(/^There is no profile "no-such"\. Give breakpoint, .*, smoke, /);
  expect(unknown.exitCode).toBe(104);
});
