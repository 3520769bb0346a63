import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { GroupSummary } from '../../src/node/engines/embedded/metrics/check-tree.ts';
import type { SummaryData } from '../../src/node/engines/embedded/summary/build-summary.ts';
import { hasK6, K6_SKIP_REASON } from '../helpers/k6-on-path.ts';
import { runScript } from '../helpers/run-script.ts';

const PRINT = 'export function handleSummary(data) { return { stdout: JSON.stringify(data) }; }';
// Iterations of one scenario may be one more or less, and each of the runs has its own luck.
const COUNT_TOLERANCE = 2;

const OFFLINE = `
  import { check, group, sleep, fail } from 'k6';
  import exec from 'k6/execution';
  import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
  import { SharedArray } from 'k6/data';
  import { b64encode } from 'k6/encoding';
  import crypto from 'k6/crypto';
  const counter = new Counter('my_counter'), gauge = new Gauge('my_gauge'), rate = new Rate('my_rate');
  const trend = new Trend('my_trend', true), never = new Counter('never_used');
  const shared = new SharedArray('numbers', () => [{ n: 1 }, { n: 2 }]);
  export const options = {
    summaryTrendStats: ['avg', 'p(99)', 'count'],
    tags: { run: 'r' },
    scenarios: {
      steady: { executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 3, exec: 'steady', tags: { kind: 'a' } },
      ramp: { executor: 'ramping-arrival-rate', startRate: 10, stages: [{ target: 20, duration: '1s' }], preAllocatedVUs: 3, exec: 'steady', env: { WHO: 'ramp' } },
      shared: { executor: 'shared-iterations', vus: 3, iterations: 7, exec: 'grouped' },
      each: { executor: 'per-vu-iterations', vus: 2, iterations: 3, exec: 'grouped', startTime: '200ms' },
      short: { executor: 'per-vu-iterations', vus: 1, iterations: 5, maxDuration: '1s', gracefulStop: '0s', exec: 'slow' },
    },
    thresholds: {
      'my_counter{who:ramp}': ['count>10'],
      'my_counter{kind:a}': [],
      my_trend: ['p(95)<100', 'avg>=5', 'med==5'],
      checks: ['rate<0.9'],
      never_used: ['count==0'],
      'dropped_iterations{scenario:short}': ['count==3'],
      'http_req_failed': ['rate>0.5'],
    },
  };
  export function setup() { check(1, { 'set up': true }); return { a: 1, u: undefined, list: [1, { b: null }] }; }
  export function steady(data) {
    counter.add(1, { who: __ENV.WHO || 'nobody' }); gauge.add(exec.scenario.iterationInTest % 3); rate.add(data.a === 1); trend.add(5);
    check(data, { 'own data': (d) => d.list[1].b === null, 'named': () => ['steady', 'ramp'].includes(exec.scenario.name) });
  }
  export function grouped() {
    const value = group('outer', () => { check(1, { 'in outer': true }); return group('inner', () => { check(2, { 'in inner': (v) => v === 3 }); return 7; }); });
    check(value, {
      'group value': (v) => v === 7,
      'shared array': () => shared.length === 2 && shared[1].n === 2 && Array.isArray(shared),
      'base64': () => b64encode('hi', 'rawurl') === 'aGk',
      'hash': () => crypto.sha256('a', 'hex') === 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      'tags': () => exec.vu.tags.scenario === exec.scenario.name && exec.vu.metrics.tags.group === '',
    });
    if (__ITER === 0) fail('the first one');
  }
  export function slow() { sleep(0.6); }
  export function teardown(data) { check(data, { 'torn down': (d) => d.a === 1 }); }
  ${PRINT}
`;

const ONLINE = `
  import http from 'k6/http';
  import { check, group, sleep } from 'k6';
  export const options = {
    scenarios: {
      open: { executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 4, exec: 'browse' },
      closed: { executor: 'per-vu-iterations', vus: 2, iterations: 5, exec: 'post' },
      promised: { executor: 'shared-iterations', vus: 2, iterations: 6, exec: 'promised' },
    },
    thresholds: {
      'http_reqs{status:500}': ['count==10'],
      'http_req_duration{scenario:open}': ['p(95)<5000'],
      'http_req_failed{scenario:closed}': ['rate==1'],
      'http_reqs{name:listed}': ['count>=19'],
    },
  };
  export function setup() { return http.get(__ENV.BASE + '/setup').json('path'); }
  export function browse(path) {
    group('browse', () => {
      const response = http.get(__ENV.BASE + '/list', { tags: { name: 'listed' } });
      check(response, { 'ok': (r) => r.status === 200, 'json': (r) => r.json().method === 'GET', 'set up': () => path === '/setup' });
      check(http.batch([['GET', __ENV.BASE + '/a'], ['GET', __ENV.BASE + '/b']]), { 'batch': (rs) => rs.every((r) => r.status === 200) });
    });
  }
  export function post() {
    const response = http.post(__ENV.BASE + '/fail', JSON.stringify({ a: 1 }));
    check(response, { 'ok': (r) => r.status === 200, 'refused': (r) => r.status === 500 });
    sleep(0.05);
  }
  export async function promised() {
    const responses = await Promise.all([1, 2].map((n) => http.asyncRequest('GET', __ENV.BASE + '/n' + n)));
    check(responses, { 'both': (rs) => rs.every((r) => r.status === 200) });
  }
  ${PRINT}
`;

test.skipIf(!hasK6)(`both engines leave the same summary of a script without requests ${K6_SKIP_REASON}`, async () => {
  await compare(OFFLINE, {});
});

test.skipIf(!hasK6)(`both engines leave the same summary of a script with requests ${K6_SKIP_REASON}`, async () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/fail' ? 500 : 200;
    request.resume().on('end', () => response.end(JSON.stringify({ path: request.url, method: request.method })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await compare(ONLINE, { BASE: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function compare(source: string, env: Readonly<Record<string, string>>): Promise<void> {
  const k6 = await runScript(source, { engine: 'k6', env });
  const embedded = await runScript(source, { engine: 'embedded', env });
  expect(embedded.exitCode).toBe(k6.exitCode);

  const expected = JSON.parse(k6.stdout) as SummaryData;
  const actual = JSON.parse(embedded.stdout) as SummaryData;
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  expect(actual.options).toEqual(expected.options);
  expect(Object.keys(actual.state).sort()).toEqual(Object.keys(expected.state).sort());
  expect(actual.setup_data).toEqual(expected.setup_data);
  expect(shapeOf(actual)).toEqual(shapeOf(expected));

  const checks = checksOf(actual.root_group);
  for (const [path, { id, passes, fails }] of checksOf(expected.root_group)) {
    expect(checks.get(path)?.id).toBe(id);
    expectSimilar(`${path} passes`, checks.get(path)?.passes, passes);
    expectSimilar(`${path} fails`, checks.get(path)?.fails, fails);
  }
  expect([...checks.keys()].sort()).toEqual([...checksOf(expected.root_group).keys()].sort());
  for (const [name, { values, contains }] of Object.entries(expected.metrics)) {
    if (contains === 'data') continue;
    for (const each of ['count', 'passes', 'fails']) {
      if (values[each] !== undefined)
        expectSimilar(`${name} ${each}`, actual.metrics[name]?.values[each], values[each]);
    }
  }
}

/** Everything about metrics but the numbers. `vus` is sampled each second: a run of about one may have it or not. */
function shapeOf({ metrics }: SummaryData): unknown {
  return Object.entries(metrics)
    .filter(([name]) => !name.startsWith('vus'))
    .map(([name, { type, contains, values, thresholds }]) => ({
      name,
      type,
      contains,
      values: Object.keys(values).sort(),
      thresholds,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function checksOf(group: GroupSummary): Map<string, { id: string; passes: number; fails: number }> {
  const checks = new Map(group.checks.map((check) => [check.path, check]));
  for (const inner of group.groups) {
    checks.set(`${inner.path} (group)`, { ...inner, passes: 0, fails: 0 } as never);
    for (const [path, check] of checksOf(inner)) checks.set(path, check as never);
  }
  return checks;
}

function expectSimilar(what: string, actual: number | undefined, expected: number): void {
  const perIteration = expected > 50 ? 4 : 1;
  expect(Math.abs((actual ?? Number.NaN) - expected), `${what}: ${actual}, with k6 ${expected}`).toBeLessThanOrEqual(
    COUNT_TOLERANCE * perIteration,
  );
}
