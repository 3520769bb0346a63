import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { closedPort } from '../helpers/local-server.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { type CommandRun, ENGINES, runCommand, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

const CANARY = 'c4n4ry';

/** Every setting that may hold a secret, with one in it. */
function secretsFor(address: string): NodeJS.ProcessEnv {
  return {
    BASE_URL: `http://user:${CANARY}0@${address}`,
    FLAGS_PATH: `/config/flags?token=${CANARY}1`,
    FLAG_PATH: `/config/flags/{key}?token=${CANARY}2`,
    MISS_PATH: `/config/flags?token=${CANARY}3&cohort={unique}`,
    POOL_PATH: `/health/pool?${CANARY}4`,
    AUTHORIZATION: `Bearer ${CANARY}5`,
    DATABASE_URL: `postgres://user:${CANARY}6@127.0.0.1:1/db`,
    CONTROL_URL: `http://${CANARY}7@127.0.0.1:1`,
    HTTP_PROXY: `http://${CANARY}8:pw@127.0.0.1:1`,
  };
}

/** What was printed and all that was written, if there is a secret in it. */
function leaks({ output, resultsDir }: CommandRun, ...others: readonly string[]): string[] {
  const written = readdirSync(resultsDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = [output, ...[...written, ...others].map((file) => readFileSync(file, 'utf8'))];
  return texts.flatMap((text) => text.split('\n').filter((line) => line.includes(CANARY)));
}

describe.each(ENGINES)('secrets on %s are nowhere to be found', (ENGINE) => {
  // Only k6 has outputs beside our results.
  const outputs = () => (ENGINE === 'k6' ? join(temporaryFolder(), 'out.csv') : undefined);

  test('after a run', async () => {
    const redis = await startRedisServer('--requirepass', 'right');
    const { host } = new URL((await serveFlagApi(healthyApi)).url);
    const csv = outputs();
    const run = await runPoolproof({
      ENGINE,
      ...secretsFor(host),
      REDIS_URL: redis.url.replace('redis://', `redis://${CANARY}9:${CANARY}@`),
      ...(csv && { K6_OUT: `csv=${csv}` }),
    });
    expect(run.result?.requests.requests).toBeGreaterThan(0);
    expect(csv === undefined || existsSync(csv)).toBe(true);
    expect(leaks(run, ...(csv === undefined ? [] : [csv]))).toEqual([]);
  });

  test('after a run in which requests failed without an answer', async () => {
    let requests = 0;
    const api = await serveFlagApi((request, response) => {
      requests += 1;
      if (requests === 1) healthyApi(request, response);
      else response.destroy();
    });
    const run = await runPoolproof({ ENGINE, ...secretsFor(new URL(api.url).host) });
    expect(run.output).toContain('Request Failed');
    expect(leaks(run)).toEqual([]);
  });

  test('after a share of a run whose journey was given a token', async () => {
    const journey = join(temporaryFolder(), 'sessions.ts');
    const send = `({ get, data }) => get('/config/flags', { headers: { Authorization: data.token } })`;
    writeFileSync(
      journey,
      `import { journey } from 'poolproof';
      export default journey({
        setup: () => ({ token: ['${CANARY.slice(0, 3)}', '${CANARY.slice(3)}'].join('') }),
        requests: { read: { share: 100, cache: 'warm', needsSetup: true, send: ${send} } },
      });`,
    );
    const seen: unknown[] = [];
    const api = await serveFlagApi((request, response) => {
      seen.push(request.headers.authorization);
      healthyApi(request, response);
    });
    const run = await runPoolproof({ ENGINE, SHARE: '1/2', JOURNEY: journey, BASE_URL: api.url });
    expect(seen).toContain(CANARY);
    expect(run.result?.share?.measured?.summary.setup_data).toMatchObject({ runId: expect.any(String) });
    expect(leaks(run)).toEqual([]);
  });

  test('when the API cannot be reached, or is none', async () => {
    const unreachable = await runPoolproof({ ENGINE, ...secretsFor(`127.0.0.1:${await closedPort()}`) });
    expect(unreachable.exitCode).toBe(108);
    expect(leaks(unreachable)).toEqual([]);
    const api = await serveFlagApi((_request, response) => answerJson(response, {}, 500));
    const none = await runPoolproof({ ENGINE, ...secretsFor(new URL(api.url).host) });
    expect(none.exitCode).toBe(108);
    expect(leaks(none)).toEqual([]);
  });

  test('when commands of the user fail', async () => {
    const { host } = new URL((await serveFlagApi(healthyApi)).url);
    const fails = `exit 3 # ${CANARY}`;
    const cold = await runPoolproof({ ENGINE, ...secretsFor(host), COLD_CMD: fails }, 'cold-start');
    expect(cold.exitCode).toBe(4);
    expect(leaks(cold)).toEqual([]);
    const commands = { FAULT_CMD: fails, RECOVER_CMD: fails, OUTAGE: '1s', RECOVERY: '1s', DURATION: '1s' };
    const failover = await runPoolproof({ ENGINE, ...secretsFor(host), ...commands }, 'failover');
    expect(failover.output).toContain('FAULT_CMD ended with 3');
    expect(leaks(failover)).toEqual([]);
  });
});

test('secrets of make ab are not shown', async () => {
  const ab = (env: NodeJS.ProcessEnv) => runCommand(process.execPath, ['dist/node/poolproof.js', 'ab'], env);
  const commands = { BASE_CMD: `exit 3 # ${CANARY}`, HEAD_CMD: `exit 3 # ${CANARY}` };
  const failing = await ab({ ...commands, BASE_ENV: `TOKEN=${CANARY}`, HEAD_ENV: `TOKEN=${CANARY}` });
  expect(failing.output).toContain('Cannot start BASE_CMD: it ended with 3');
  expect(failing.exitCode).toBe(4);
  expect(leaks(failing)).toEqual([]);
  const refused = await ab({
    HEAD_ENV: `TOKEN ${CANARY}`,
    HEAD_URL: `http://a:${CANARY}/b@host`,
    HEAD_REDIS_URL: `redis://${CANARY}/x@host`,
  });
  expect(refused.output.trim().split('\n')).toHaveLength(3);
  expect(refused.exitCode).toBe(104);
  expect(leaks(refused)).toEqual([]);
});
