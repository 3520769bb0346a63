import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLoadSettings } from '../../src/core/settings/parse-load-settings.ts';
import { parseDurationMs } from '../../src/core/units/duration.ts';
import { mostVus, type WaitingAt } from '../../src/core/workload/most-vus.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ROOMY_BUNDLES } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand } from '../helpers/run-poolproof.ts';

interface Scenario {
  readonly preAllocatedVUs: number;
  readonly startTime: string | null;
  readonly duration: string | null;
  readonly stages: readonly { readonly duration: string }[] | null;
}

const PROFILES = readdirSync('src/k6/scenarios').map((file) => basename(file, '.ts'));

test.each(PROFILES)('the VUs that are counted on for %s are those that its scenarios ask for', (profile) => {
  const env = { CONTROL_URL: 'http://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' };
  const printed = execFileSync(process.execPath, ['dist/engine/engine.cjs', 'inspect', `dist/k6/${profile}.js`], {
    // Nothing else: the tests themselves run with a BASE_URL.
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  });
  const scenarios = Object.values((JSON.parse(printed) as { scenarios: Record<string, Scenario> }).scenarios);
  const { defaults, waitingAt = [1] } = JSON.parse(readFileSync(`dist/limits/${profile}.json`, 'utf8')) as {
    defaults?: NodeJS.ProcessEnv;
    waitingAt?: WaitingAt;
  };
  const counted = mostVus(waitingAt, parseLoadSettings(env, defaults).values, 3);
  // Those under way at the start of each, with what is still waited for of the ones that ended just before.
  const spans = scenarios.map(({ preAllocatedVUs, startTime, duration, stages }) => {
    const startMs = parseDurationMs(startTime ?? '0s');
    const lasts = stages?.map((stage) => stage.duration) ?? [duration ?? '0s'];
    return {
      vus: preAllocatedVUs,
      startMs,
      endMs: startMs + lasts.reduce((sum, text) => sum + parseDurationMs(text), 0),
    };
  });
  const asked = spans.map(({ startMs }) =>
    spans.filter((span) => span.startMs <= startMs && startMs <= span.endMs).reduce((sum, { vus }) => sum + vus, 0),
  );
  expect(counted).toBeGreaterThanOrEqual(Math.max(...asked));
  expect(counted).toBeLessThanOrEqual(2 * Math.max(...asked) + 10);
});

test('a process that may open few files is refused before anything is sent', async () => {
  const api = await serveFlagApi(healthyApi);
  const command = 'ulimit -n 64; exec "$0" dist/node/poolproof.js run load';
  const { exitCode, output } = await runCommand('sh', ['-c', command, process.execPath], {
    BASE_URL: api.url,
    ENGINE: 'embedded',
  });
  expect(output).toMatch(/^Cannot run \d+ VUs: each may need a connection, but this process may open only 64 files\./);
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

describe.each(ENGINES)('a load generator without sockets on %s', (engine) => {
  test('is named, and what failed for want of them is not judged', async () => {
    let asked = 0;
    const api = await serveFlagApi((request, response) => {
      asked += 1;
      // Sound in the preflight; then each answer takes so long that many connections are open at a time.
      if (asked <= 4) healthyApi(request, response);
      else setTimeout(() => healthyApi(request, response), 2_000);
    });
    const run = engine === 'k6' ? 'k6' : `"$0" ${ROOMY_BUNDLES}/../engine/engine.cjs`;
    const command = `ulimit -n 128; exec ${run} run --quiet ${ROOMY_BUNDLES}/load.js`;
    const env = { BASE_URL: api.url, DURATION: '3s', RATE: '50', POOL_PATH: '', REDIS_URL: '' };
    const { output } = await runCommand('sh', ['-c', command, process.execPath], env);
    expect(output).toMatch(/generator-out-of-sockets/);
    expect(output).toMatch(/NOT JUDGED: The load generator had no socket left for \d+ of \d+ requests/);
    expect(output).not.toMatch(/api-no-answer|UNHEALTHY/);
  });
});
