import { expect, test } from 'vitest';
import { hasK6, K6_SKIP_REASON } from '../helpers/k6-on-path.ts';
import { runScript } from '../helpers/run-script.ts';

/** The messages that a script logs, sorted: VUs take turns in any order. */
async function messagesOf(engine: 'k6' | 'embedded', source: string): Promise<string[]> {
  const { stderr } = await runScript(source, { engine });
  return [...stderr.matchAll(/ msg=("(?:[^"\\]|\\.)*"|\S+)/g)].map(([, message]) => message ?? '').sort();
}

test.skipIf(!hasK6)(`both engines run init code as often, and for the same VUs ${K6_SKIP_REASON}`, async () => {
  const source = `
    console.log('init ' + __VU);
    export const options = { vus: 3, iterations: 3 };
    export function setup() { return { n: 0 }; }
    export default function (data) { console.log('data ' + data.n++); }
    export function teardown(data) { console.log('teardown ' + data.n + ' ' + __VU); }
  `;
  const messages = await messagesOf('embedded', source);
  expect(messages.filter((message) => message.includes('init'))).toHaveLength(7);
  expect(messages.filter((message) => !message.includes('data'))).toEqual(
    (await messagesOf('k6', source)).filter((message) => !message.includes('data')),
  );
});

test.skipIf(!hasK6)(`scenarios that do not overlap use the same VUs on both engines ${K6_SKIP_REASON}`, async () => {
  const source = `
    import exec from 'k6/execution';
    let seen = 0;
    export const options = { scenarios: {
      first: { executor: 'per-vu-iterations', vus: 2, iterations: 2, maxDuration: '1s', gracefulStop: '0s', env: { A: 'first' }, tags: { a: '1' } },
      second: { executor: 'per-vu-iterations', vus: 2, iterations: 1, startTime: '1500ms', env: { B: 'second' } },
    } };
    export default function () {
      console.log([__VU, __ITER, seen++, __ENV.A, __ENV.B, exec.scenario.name, exec.vu.iterationInScenario, exec.vu.tags.a].join(' '));
      exec.vu.metrics.tags.a = 'changed';
    }
  `;
  const messages = await messagesOf('embedded', source);
  expect(messages).toHaveLength(6);
  expect(messages).toEqual(await messagesOf('k6', source));
});

test.skipIf(!hasK6)(`what is interrupted leaves no trace on both engines ${K6_SKIP_REASON}`, async () => {
  const source = `
    import { check, group, sleep } from 'k6';
    import { Counter } from 'k6/metrics';
    const begun = new Counter('begun'), ended = new Counter('ended');
    export const options = { scenarios: {
      blocking: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '200ms', exec: 'blocking' },
      promised: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '0s', exec: 'promised' },
      ticking: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s', exec: 'ticking' },
    }, thresholds: { ended: ['count==0'], iterations: ['count==0'] } };
    export function blocking() {
      begun.add(1);
      try { group('g', () => { check(1, { before: true }); sleep(9); check(1, { after: true }); }); } finally { ended.add(1); }
    }
    export async function promised() {
      begun.add(1);
      try { await new Promise((resolve) => setTimeout(resolve, 9000)); } finally { ended.add(1); }
    }
    export function ticking() { begun.add(1); setInterval(() => {}, 10); }
    export function handleSummary({ metrics, root_group }) {
      const names = ['begun', 'ended', 'iterations', 'group_duration'].map((name) => name + (metrics[name] ? metrics[name].values.count : '-'));
      return { stdout: [...names, JSON.stringify(root_group.groups.map((group) => group.checks.map(({ name }) => name)))].join() };
    }
  `;
  const [k6, embedded] = [await runScript(source, { engine: 'k6' }), await runScript(source)];
  expect(embedded.stdout).toBe(k6.stdout);
  expect(embedded.exitCode).toBe(k6.exitCode);
});

test.skipIf(!hasK6)(
  `both engines start or drop as many iterations of an overloaded scenario ${K6_SKIP_REASON}`,
  async () => {
    const source = `
    import { sleep } from 'k6';
    export const options = { scenarios: {
      fixed: { executor: 'constant-arrival-rate', rate: 10, duration: '2s', preAllocatedVUs: 1, exec: 'slow' },
      growing: { executor: 'constant-arrival-rate', rate: 10, duration: '2s', preAllocatedVUs: 1, maxVUs: 3, exec: 'slow' },
    }, thresholds: Object.fromEntries(['fixed', 'growing'].flatMap((name) => ['iterations', 'dropped_iterations'].map((metric) => [metric + '{scenario:' + name + '}', []]))) };
    export function slow() { sleep(0.95); }
    export function handleSummary({ metrics }) {
      return { stdout: JSON.stringify(Object.fromEntries(Object.keys(options.thresholds).map((key) => [key, metrics[key].values.count]))) };
    }
  `;
    for (const engine of ['k6', 'embedded'] as const) {
      const { stdout, stderr } = await runScript(source, { engine });
      const counts = JSON.parse(stdout) as Record<string, number>;
      for (const [scenario, iterations] of [
        ['fixed', 3],
        ['growing', 7],
      ] as const) {
        const done = counts[`iterations{scenario:${scenario}}`] ?? Number.NaN;
        const dropped = counts[`dropped_iterations{scenario:${scenario}}`] ?? Number.NaN;
        expect(Math.abs(done + dropped - 21), `${engine}, ${scenario}: ${done} + ${dropped}`).toBeLessThanOrEqual(1);
        expect(Math.abs(done - iterations), `${engine}, ${scenario}: ${done}`).toBeLessThanOrEqual(2);
      }
      expect(stderr).toContain('Insufficient VUs, reached 1 active VUs and cannot initialize more');
      expect(stderr).toContain('Insufficient VUs, reached 3 active VUs and cannot initialize more');
    }
  },
);
