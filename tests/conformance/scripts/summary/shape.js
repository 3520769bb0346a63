// All that a summary can hold, key by key: each executor, metric, tag, group, check and threshold at once.
// varies: iteration_duration a_counter a_gauge a_rate a_trend iterations iterations{scenario:steady} iterations{scenario:ramp} a_counter{who:ramp} a_counter{kind:a} checks
import { check, fail, group, sleep } from 'k6';
import exec from 'k6/execution';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const counter = new Counter('a_counter');
const gauge = new Gauge('a_gauge');
const rate = new Rate('a_rate');
const trend = new Trend('a_trend', true);
new Counter('never_used');

export const options = {
  summaryTrendStats: ['avg', 'p(99)', 'count'],
  summaryTimeUnit: 'ms',
  tags: { run: 'r' },
  scenarios: {
    steady: {
      executor: 'constant-arrival-rate',
      rate: 20,
      duration: '1s',
      preAllocatedVUs: 10,
      exec: 'steady',
      tags: { kind: 'a' },
    },
    ramp: {
      executor: 'ramping-arrival-rate',
      startRate: 10,
      stages: [{ target: 20, duration: '1s' }],
      preAllocatedVUs: 10,
      exec: 'steady',
      env: { WHO: 'ramp' },
    },
    shared: { executor: 'shared-iterations', vus: 3, iterations: 7, exec: 'grouped' },
    each: { executor: 'per-vu-iterations', vus: 2, iterations: 3, exec: 'grouped', startTime: '200ms' },
    short: {
      executor: 'per-vu-iterations',
      vus: 1,
      iterations: 5,
      maxDuration: '1s',
      gracefulStop: '0s',
      exec: 'slow',
    },
  },
  thresholds: {
    'a_counter{who:ramp}': ['count>5'],
    'a_counter{kind:a}': [],
    a_trend: ['p(95)<100', 'avg>=5', 'med==5'],
    checks: ['rate<0.9'],
    never_used: ['count==0'],
    'dropped_iterations{scenario:short}': ['count==3'],
    'iterations{scenario:steady}': ['count>=15', 'count<=21'],
    'iterations{scenario:ramp}': ['count>=10', 'count<=15'],
    'iterations{scenario:shared}': [],
    http_req_failed: ['rate>0.5'],
  },
};

export function setup() {
  check(1, { 'set up': true });
  return { a: 1, u: undefined, list: [1, { b: null }] };
}

export function steady(data) {
  counter.add(1, { who: __ENV.WHO || 'nobody' });
  gauge.add(exec.scenario.iterationInTest % 3);
  rate.add(data.a === 1);
  trend.add(5);
}

export function grouped() {
  const value = group('outer', () => {
    check(1, { 'in outer': true });
    return group('inner', () => {
      check(2, { 'in inner': (v) => v === 3 });
      return 7;
    });
  });
  check(value, { 'value of a group': (v) => v === 7 });
  if (exec.scenario.iterationInTest === 0) fail('the first one');
}

export async function slow() {
  await sleep(0.6);
}

export function teardown(data) {
  check(data, { 'torn down': (d) => d.a === 1 });
}
