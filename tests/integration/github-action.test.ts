import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { serveReviewApi } from '../helpers/review-api.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';
import { serveProducts } from '../helpers/shop-apis.ts';

/** A job of GitHub Actions in which action.yml runs. */
function jobFor(baseUrl: string, folder: string): NodeJS.ProcessEnv {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    INPUT_PROFILE: 'load',
    INPUT_VARIABLES: `# the API of this job\nBASE_URL=${baseUrl}\nRATE=20\nDURATION=2s\n`,
    INPUT_COMMENT: 'true',
    INPUT_BASE: join(folder, 'base'),
    RESULTS_DIR: join(folder, 'results'),
  };
}

function act(env: NodeJS.ProcessEnv) {
  if (existsSync(env.GITHUB_OUTPUT ?? '')) writeFileSync(env.GITHUB_OUTPUT ?? '', '');
  return runCommand(process.execPath, [ROOMY_COMMAND, 'github-action'], env);
}

/** As GitHub reads them. */
function outputsOf({ GITHUB_OUTPUT = '' }: NodeJS.ProcessEnv): Record<string, string> {
  const text = readFileSync(GITHUB_OUTPUT, 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]),
  );
}

test('a push leaves a result to compare with, and a pull request is compared and commented on', async () => {
  const { url } = await serveFlagApi(healthyApi);
  const folder = temporaryFolder();
  const push = jobFor(url, folder);
  const pushed = await act(push);
  expect(pushed.output).toMatch(/\bHEALTHY/);
  expect(pushed.exitCode).toBe(0);
  expect(outputsOf(push)).toMatchObject({ 'exit-code': '0', verdict: 'healthy', base: 'true' });
  expect(readFileSync(outputsOf(push).report ?? '', 'utf8')).toContain('<title>');
  expect(JSON.parse(readFileSync(join(folder, 'base', 'result.json'), 'utf8')).profile).toBe('load');

  const api = await serveReviewApi('/repos/team/api/issues/7/comments', '/repos/team/api/issues/comments');
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7, head: { sha: 'b'.repeat(40) } } }));
  const pull = {
    ...push,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
    GITHUB_API_URL: api.url,
    GITHUB_REPOSITORY: 'team/api',
    GITHUB_TOKEN: 'ghs_secret',
  };
  const pulled = await act(pull);
  expect(pulled.output).toContain('poolproof: comment added on pull request 7');
  expect(pulled.output).not.toContain('ghs_secret');
  expect(outputsOf(pull)).toMatchObject({ verdict: 'healthy', base: 'false' });
  // Two runs of two seconds are too little to tell, and say so.
  expect(api.comments[0]?.body).toContain('### poolproof: cannot tell');
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('### poolproof: cannot tell');
  expect(pulled.result?.source?.commit).toBe('b'.repeat(40));

  const forbidden = await act({ ...pull, GITHUB_TOKEN: '' });
  expect(forbidden.output).toMatch(/^::warning title=poolproof load::Cannot comment: GITHUB_TOKEN is not set/m);
  expect(outputsOf(pull)).toMatchObject({ 'exit-code': '0', verdict: 'healthy' });
});

test.each([
  ['a journey', 'JOURNEY=journeys/products.ts', ['list', 'one', 'search', 'change']],
  ['paths', 'PATHS="/products=80 /products?q={unique}=20"', ['products', 'products_q_unique']],
])('%s is a variable of the action', async (_what, line, scenarios) => {
  const redis = await startRedisServer();
  const { url } = await serveProducts(redis.port);
  const job = jobFor(url, temporaryFolder());
  const { exitCode, output, result } = await act({ ...job, INPUT_VARIABLES: `${job.INPUT_VARIABLES}${line}\n` });
  expect(exitCode, output).toBe(0);
  expect(outputsOf(job)).toMatchObject({ 'exit-code': '0', verdict: 'healthy' });
  expect(Object.keys(result?.scenarios ?? {})).toEqual(scenarios);
});

test('what the action is not given right becomes an annotation and exit code 104, and nothing is sent', async () => {
  const api = await serveFlagApi(healthyApi);
  const folder = temporaryFolder();
  const job = jobFor(api.url, folder);
  const wrong = await act({ ...job, INPUT_VARIABLES: `${job.INPUT_VARIABLES}RAET=20` });
  expect(wrong.output).toMatch(/^::error title=poolproof load::RAET is not a variable of poolproof/m);
  expect(outputsOf(job)).toEqual({ 'exit-code': '104' });
  const unreadable = await act({ ...job, INPUT_VARIABLES: 'RATE 20', INPUT_COMMENT: 'yes' });
  expect(unreadable.output).toMatch(/^::error title=poolproof load::variables: line 1 is no variable/m);
  expect(unreadable.output).toMatch(
    /^::error title=poolproof load::comment: "yes" is not allowed: give true or false$/m,
  );
  expect(api.requestCount()).toBe(0);
});
