import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeResults } from '../../src/core/merge/merge-results.ts';
import { type GivenShare, type ShareResult, shareProblems } from '../../src/core/merge/share-problems.ts';
import type { Result } from '../../src/core/result/result.ts';
import { indexedJob } from '../../src/node/manifests/job.ts';
import { serveCachedApi } from '../helpers/cached-api.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { type CommandRun, ENGINES, runCommand, startCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

const SHARES = [0, 1, 2, 3];
/** Four processes have begun by then, on a machine that is busy with other tests as well. */
const START_IN_MS = 4_000;

/** Runs a load in four processes, started as the pods of our Indexed Job are. */
async function runShares(ENGINE: string): Promise<CommandRun[]> {
  const redis = await startRedisServer();
  const api = await serveCachedApi(redis.port);
  const startAt = new Date(Date.now() + START_IN_MS).toISOString();
  const plain = Object.entries({ BASE_URL: api.url, RATE: '80', DURATION: '4s' }).map(([name, value]) => ({
    name,
    value,
  }));
  const pods = { profile: 'load', shares: 4, plain, hasSecret: true, vus: 0, journey: undefined } as const;
  const plan = { ...pods, engine: 'embedded', image: 'x', claim: '', startAt } as const;
  const [container] = indexedJob(plan).spec.template.spec.containers;
  const env = Object.fromEntries(container?.env.map(({ name, value }) => [name, value]) ?? []);
  return Promise.all(
    SHARES.map((index) => {
      const pod = { ...env, REDIS_URL: redis.url, JOB_COMPLETION_INDEX: `${index}`, RESULTS_DIR: temporaryFolder() };
      return startCommand(process.execPath, [ROOMY_COMMAND, ...(container?.args ?? [])], { ...pod, ENGINE }).done;
    }),
  );
}

function merge(results: readonly string[]): Promise<CommandRun> {
  return runCommand(process.execPath, [ROOMY_COMMAND, 'merge'], { RESULTS: results.join(' ') });
}

/** The results, the third of them changed. */
function changed(results: readonly Result[], change: (result: Writable) => void): GivenShare[] {
  return results.map((original, index) => {
    const result = structuredClone(original);
    if (index === 2) change(result);
    return { name: `${index}`, result };
  });
}

/** The verdict on all of them in words, or why they cannot be merged. */
function mergedWords(given: readonly GivenShare[]): string {
  const problems = shareProblems(given);
  if (problems.length > 0) return `refused: ${problems.join('; ')}`;
  const { status, sentence } = mergeResults(given.map(({ result }) => result as ShareResult)).verdict;
  return `${status}: ${sentence}`;
}

// biome-ignore lint/suspicious/noExplicitAny: a result that is changed on purpose
type Writable = any;

describe.each(ENGINES)('four processes of %s', (engine) => {
  test('make one result of the whole load, and what is wrong with one of them is seen in it', async () => {
    const runs = await runShares(engine);
    for (const { exitCode, output } of runs) expect(exitCode, output).toBe(0);
    const results = runs.flatMap(({ result }) => result ?? []);
    const merged = await merge(runs.map(({ resultsDir }) => join(resultsDir, 'latest')));
    expect(merged.exitCode, merged.output).toBe(0);
    const { result } = merged;
    expect(result?.requests.plannedRequests).toBe(320);
    expect(result?.requests.requests).toBe(results.reduce((sum, { requests }) => sum + requests.requests, 0));
    expect(result?.merged?.shares.map(({ number, status }) => `${number} ${status}`)).toEqual(
      SHARES.map((index) => `${index + 1} healthy`),
    );
    // Redis was watched by one, and its figures are of the load of all.
    expect(results.map(({ redis }) => (redis?.commands ?? 0) > 0)).toEqual([true, false, false, false]);
    expect(result?.redis).toEqual(results[0]?.redis);
    expect(result?.evidence?.requestsPerConnection).toBeGreaterThan(80);
    expect(result?.rules.every(({ status, required }) => status === 'pass' || !required)).toBe(true);
    const points = result?.series?.api.requests ?? [];
    expect(points.reduce((sum, count) => sum + count, 0)).toBe(result?.requests.requests);
    const folder = join(merged.resultsDir, 'latest');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<dt>Shares</dt>');

    const cases: readonly (readonly [words: string, change: (result: Writable) => void])[] = [
      ['healthy: all ', () => {}],
      [
        'unhealthy: 1 of 22 rules failed',
        ({ share }) => {
          share.measured.summary.metrics['http_req_failed{target:api}'].values = { passes: 1, fails: 79, rate: 1 / 80 };
        },
      ],
      [
        'not-judged: the load generator measured itself: 95th percentile of how late iterations started (share 3, the most)',
        ({ share }) => {
          share.measured.summary.metrics['iteration_start_delay{target:api}'].values['p(95)'] = 90_000;
        },
      ],
      ['not-judged: share 3 of 4 ended with exit code 105', (one) => Object.assign(one, { engineExitCode: 105 })],
      ['not-judged: share 3 of 4 ended with exit code 107', cutShort],
      ['not-judged: share 3 began ', ({ series }) => Object.assign(series, { beganAt: aMinuteLater(series.beganAt) })],
      ['refused: 1 and 2 are both share 2', ({ share }) => Object.assign(share, { number: 2 })],
      [
        'refused: the load is not the same in 0 and 2',
        ({ share }) => Object.assign(share.measured.plan.workload.settings, { FLAGS_PATH: '/other' }),
      ],
      ['refused: the engine is not the same in 0 and 2', ({ engine }) => Object.assign(engine, { version: '0' })],
      [
        'refused: 2 is no share of a run: SHARE or SHARES was not set when it was made',
        (one) => Object.assign(one, { share: undefined }),
      ],
    ];
    for (const [words, change] of cases) expect(mergedWords(changed(results, change))).toContain(words);
    expect(mergedWords(changed(results, () => {}).slice(1))).toContain('not-judged: share 1 of 4 is missing');
  });
});

/** As of an engine that ended before its summary. */
function cutShort(one: Writable): void {
  one.engineExitCode = 107;
  delete one.share.measured;
}

function aMinuteLater(time: string): string {
  return new Date(Date.parse(time) + 60_000).toISOString();
}

test.each([
  ['', 'RESULTS="" is not allowed: give the folders of the runs'],
  ['/nowhere', 'Cannot read result "/nowhere"'],
])('make merge of %j is refused in one line', async (results, text) => {
  const { exitCode, output } = await runCommand('make', ['merge', `RESULTS=${results}`], {});
  const [line, ofMake] = output.trim().split('\n').slice(-2);
  expect(line).toContain(text);
  expect(ofMake).toMatch(/^make: .* Error 104$/);
  expect(exitCode).toBe(2);
});
