import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/core/result/report.ts';
import { testRun } from '../../src/node/manifests/test-run.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6, K6_SKIP_REASON } from '../helpers/k6-on-path.ts';
import { ROOMY_BUNDLES } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand, runPoolproof } from '../helpers/run-poolproof.ts';

const COMMANDS = { k6: ['k6'], embedded: [process.execPath, 'dist/engine/engine.cjs'] } as const;
const SEQUENCE = '0,1/4,1/2,3/4,1';
const SEGMENTS = ['0:1/4', '1/4:1/2', '1/2:3/4', '3/4:1'];

const PODS = { profile: 'load', shares: 4, plain: [], hasSecret: false, vus: 0, journey: undefined } as const;
const TEST_RUN = testRun({ ...PODS, engine: 'embedded', k6Image: 'k6' });

/** Of a container of the TestRun. */
function envOf({ env }: { readonly env: readonly { readonly name: string; readonly value: string }[] }) {
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

/** What Kubernetes sets in a pod of this name. */
function inPod(HOSTNAME: string) {
  return { HOSTNAME, KUBERNETES_SERVICE_HOST: '10.96.0.1' };
}

test.skipIf(!hasK6)(`the initializer of the k6 operator takes the bundle ${K6_SKIP_REASON}`, async () => {
  const archive = join(mkdtempSync(join(tmpdir(), 'poolproof-operator-')), 'archive.tar');
  const env = { ...envOf(TEST_RUN.spec.initializer), ...inPod('poolproof-load-initializer-7k2xq') };
  const made = await runCommand('k6', ['archive', `${ROOMY_BUNDLES}/load.js`, '-O', archive], env);
  expect(made.exitCode, made.output).toBe(0);
  const inspected = await runCommand('k6', ['inspect', '--execution-requirements', archive], env);
  expect(inspected.exitCode, inspected.output).toBe(0);
  expect(inspected.output).toContain('"totalDuration": "1m');
  // It takes such a line for a failure.
  expect(made.output + inspected.output).not.toMatch(/level.*error/);
});

test.each(ENGINES)(
  'four processes of %s, started as the k6 operator starts them, send the plan together, and each is healthy by its share',
  async (engine) => {
    const [program, ...before] = COMMANDS[engine];
    const api = await serveFlagApi(healthyApi);
    const folder = mkdtempSync(join(tmpdir(), 'poolproof-segments-'));
    const flags = ['-e', `BASE_URL=${api.url}`, '-e', 'RATE=40', '-e', 'DURATION=2s'];
    const reports = await Promise.all(
      SEGMENTS.map(async (segment, index) => {
        const file = join(folder, `report-${index}.json`);
        // The operator gives k6 its segment by flags, and the pod a name by which our bundle knows it.
        const env = { ...envOf(TEST_RUN.spec.runner), ...inPod(`poolproof-load-${index + 1}`) };
        const segmentFlags =
          engine === 'k6' ? [`--execution-segment=${segment}`, `--execution-segment-sequence=${SEQUENCE}`] : [];
        const args = ['run', '-q', ...segmentFlags, ...flags, '-e', `REPORT_FILE=${file}`, `${ROOMY_BUNDLES}/load.js`];
        const { exitCode, output } = await runCommand(program, [...before, ...args], env);
        expect(exitCode, output).toBe(0);
        return (JSON.parse(readFileSync(file, 'utf8')) as { report: Report }).report;
      }),
    );
    expect(reports.map(({ verdict }) => verdict.status)).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
    const planned = reports.map(({ requests }) => requests.plannedRequests);
    expect(planned.reduce((sum, each) => sum + each, 0)).toBe(80);
    expect(Math.max(...planned) - Math.min(...planned)).toBeLessThanOrEqual(3);
    // Each of the three scenarios may send one more at its very end.
    const sent = reports.reduce((sum, { requests }) => sum + requests.requests, 0);
    expect(sent).toBeGreaterThanOrEqual(80);
    expect(sent).toBeLessThanOrEqual(83);
  },
);

test.each([
  [
    'failover',
    { FAULT_CMD: 'true', RECOVER_CMD: 'true' },
    'Cannot share failover among processes: failover takes Redis away',
  ],
  ['saturation', {}, 'Cannot share saturation among processes: saturation ends when it finds an edge'],
  ['load', { BASE_URL: '' }, 'Cannot share load among processes: each process would load a local stack of its own'],
  ['load', { START_AT: '2020-01-01T00:00:00Z' }, 'START_AT="2020-01-01T00:00:00.000Z" was '],
  ['load', { START_AT: 'soon' }, 'START_AT="soon" is not allowed: give a time in UTC within the next day'],
])('a share of %s with %j is refused in one line, and nothing is sent', async (profile, env, line) => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof({ SHARE: '1/4', BASE_URL: api.url, ...env }, profile);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain(line);
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

test.each(ENGINES)('the bundle itself refuses a share of a profile that one process runs, on %s', async (engine) => {
  const [program, ...before] = COMMANDS[engine];
  const args = ['run', '-q', '-e', 'SHARE=1/2', `${ROOMY_BUNDLES}/breakpoint.js`];
  const { exitCode, output } = await runCommand(program, [...before, ...args], {});
  expect(output).toContain('SHARE is not allowed: breakpoint ends when it finds an edge');
  expect(exitCode).toBe(104);
});
