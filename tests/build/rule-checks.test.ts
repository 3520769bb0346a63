import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

type Json = Record<string, unknown>;
const { readLimits }: { readLimits(folder: string, profile: string): { problems: string[] } } = await import(
  new URL('../../esbuild.limits.mjs', import.meta.url).href
);
const LOAD = JSON.parse(readFileSync('thresholds/load.json', 'utf8')) as { rules: Json[] } & Json;
const [FIRST] = LOAD.rules;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'poolproof-rules-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Problems of the load profile with its first rule, a p(95) of http_req_duration, changed. */
function problemsWith(change: Json, rest: Json = {}): string {
  const path = folder();
  writeFileSync(
    join(path, 'load.json'),
    JSON.stringify({ ...LOAD, ...rest, rules: [{ ...FIRST, ...change }, ...LOAD.rules.slice(1)] }),
  );
  return readLimits(path, 'load').problems.join('\n');
}

test('the rule that is changed below is sound as it is', () => {
  expect(problemsWith({})).toBe('');
});

const counter = (threshold: string) => ({ metric: 'dropped_iterations', threshold });
const rate = (threshold: string) => ({ metric: 'http_req_failed', threshold });
const gauge = (threshold: string) => ({ metric: 'redis_warm_hit_rate', threshold });
const floor = (change: Json) => ({ floor: { counter: 'http_reqs', perIteration: 1, ...change } });

test.each<[string, Json, Json?]>([
  ['/rules/0/metric', { metric: 'http_req_durations' }],
  ['/rules/0/metric', { metric: 'redis_api_connection' }],
  ['/rules/0/metric', { metric: 'toString' }],
  ['/rules/0/metric', { metric: 'x' }],
  ['/rules/0/metric', { metric: 7 }],
  ['/rules/0/threshold', { threshold: 'rate==0' }],
  ['/rules/0/threshold', { threshold: 'count<5' }],
  ['/rules/0/threshold', { threshold: 'value<5' }],
  ['/rules/0/threshold', { threshold: 'p95<5' }],
  ['/rules/0/threshold', { threshold: 'p(101)<5' }],
  ['/rules/0/threshold', { threshold: 'p(95)<5ms' }],
  ['/rules/0/threshold', { threshold: 'p(95)<-1' }],
  ['/rules/0/threshold', { threshold: 'p(95)<1e308' }],
  ['/rules/0/threshold', { threshold: '' }],
  ['/rules/0/threshold', { threshold: 'p(95)<0' }],
  ['/rules/0/threshold', { threshold: 'p(95)>=0' }],
  ['/rules/0/threshold', { threshold: `p(95)<${'9'.repeat(400)}` }],
  ['/rules/0/threshold', { threshold: 'max<={SETTLE}' }],
  ['/rules/0/threshold', { threshold: 'max<={NOTHING}' }],
  ['/rules/0/threshold', counter('p(95)<5')],
  ['/rules/0/threshold', counter('max<5')],
  ['/rules/0/threshold', counter('count<0')],
  ['/rules/0/threshold', counter('count>=0')],
  ['/rules/0/threshold', rate('avg<0.1')],
  ['/rules/0/threshold', rate('rate<0')],
  ['/rules/0/threshold', rate('rate>1')],
  ['/rules/0/threshold', rate('rate<=1')],
  ['/rules/0/threshold', rate('rate==50')],
  ['/rules/0/threshold', gauge('rate>0.9')],
  ['/rules/0/threshold', gauge('max>0.9')],
  ['/rules/0/floor/counter', floor({ counter: 'http_req_duration' })],
  ['/rules/0/floor/counter', floor({ counter: 'http_requests' })],
  ['/rules/0/floor/perIteration', floor({ perIteration: 1e308 })],
  ['/rules/0/floor/perIteration', floor({ perIteration: 0 })],
  ['/rules/0/floor', floor({ per: 1 })],
  ['/rules/0/scope', { scope: 'everything' }],
  ['/rules/0/unit', { unit: 's' }],
  ['two rules have the id "checks"', { id: 'checks' }],
  ['/requires has "BASEURL"', {}, { requires: ['BASEURL'] }],
  ['/defaults has "RATES"', {}, { defaults: { RATES: '5' } }],
  ['/stops/0/metric', {}, { stops: [{ ...STOP(), metric: 'http_fails' }] }],
  ['/stops/0/threshold', {}, { stops: [{ ...STOP(), threshold: 'p(95)<1' }] }],
])('the build refuses, with file and path: %s of %j %j', (path, change, rest = {}) => {
  const problems = problemsWith(change, rest);
  expect(problems).toMatch(/^Bad .*load\.json: /);
  expect(problems).toContain(path);
});

function STOP(): Json {
  return {
    id: 'failed',
    title: 'failed',
    scope: 'total',
    metric: 'http_req_failed',
    threshold: 'rate<0.1',
    delay: '0s',
  };
}

test('the build refuses scenarios and metrics that the profile does not have, and defaults that are not allowed', () => {
  const path = folder();
  cpSync('thresholds', path, { recursive: true });
  const patch = (profile: string, change: (limits: { rules: Json[] } & Json) => Json) => {
    const file = join(path, `${profile}.json`);
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
  };
  patch('spike', (limits) => ({ ...limits, rules: [{ id: 'checks', scope: 'each-scenario', scenarios: ['burst'] }] }));
  patch('soak', (limits) => ({
    ...limits,
    rules: [{ id: 'checks', metric: 'redis_connections_left', threshold: 'max<1' }],
  }));
  patch('smoke', (limits) => ({ ...limits, defaults: { RATE: 'many' } }));
  patch('stress', ({ perRequest: _not, ...limits }) => limits);
  const { status, stderr } = spawnSync(process.execPath, ['esbuild.config.mjs'], {
    env: { ...process.env, THRESHOLDS: path, DIST: join(path, 'dist') },
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/spike\.json: .*"checks".* no scenario "burst", only before, spike, recovery, after/);
  expect(stderr).toMatch(/soak\.json: "redis_connections_left" is measured, but not by this profile/);
  expect(stderr).toMatch(/stress\.json: \/perRequest is false, and its scenarios are requests of the journey/);
  expect(stderr).toMatch(/smoke\.json: RATE=.* is not allowed/);
  expect(status).toBe(1);
});
