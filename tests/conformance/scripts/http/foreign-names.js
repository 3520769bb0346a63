// Names that every object has already: of cookies, headers, tags, metrics, checks, scenarios, variables, fields of JSON.
import { check, group } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const BASE = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const counters = NAMES.map((name) => new Counter(name));
const named = (value) => Object.fromEntries(NAMES.map((name) => [name, value]));
const sorted = (object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
const log = (what, value) => console.log(`${what} ${JSON.stringify(value)}`);

export const options = {
  scenarios: {
    ['__proto__']: { executor: 'shared-iterations', env: named('of the scenario'), tags: named('of the scenario') },
  },
  tags: named('of the run'),
  thresholds: {
    ['__proto__']: ['count==1'],
    toString: ['count==1'],
    'constructor{__proto__:own}': ['count==1'],
    'hasOwnProperty{constructor:of the scenario}': ['count==0'],
    'http_reqs{__proto__:of the scenario}': ['count==3'],
    'http_reqs{toString:own}': ['count==1'],
    'vus_max{valueOf:x}': [],
  },
};

export function setup() {
  return named(1);
}

export default async function (data) {
  log('setup', sorted(data));
  const response = await http.get(`${BASE}/names`);
  const headers = sorted(response.headers).filter(([name]) =>
    NAMES.some((each) => each.toLowerCase() === name.toLowerCase()),
  );
  log('headers', headers);
  log(
    'cookies',
    sorted(response.cookies).map(([name, list]) => [name, list.map(({ value, path }) => value + path)]),
  );
  log('json', sorted(response.json()));
  log('selected', [...NAMES.map((name) => response.json(`${name}.__proto__`)), response.json('valueOf') === undefined]);
  log('jar', sorted(http.cookieJar().cookiesForURL(BASE)));

  const params = { headers: { ['__proto__']: 'h', constructor: 'h' }, cookies: named('c'), tags: named('own') };
  const { request, body } = await http.post(`${BASE}/echo`, named('field'), params);
  const sent = JSON.parse(body);
  const [cookies] = sent.headers.filter((line) => line.startsWith('cookie: '));
  log('sent', [
    sent.headers.filter((line) => /^(__proto|constr)/.test(line)),
    cookies.slice(8).split('; ').sort(),
    sent.body,
  ]);
  log('request', [sorted(request.headers).filter(([name]) => /^(__proto|Constr)/.test(name)), sorted(request.cookies)]);
  const batch = await http.batch({ ['__proto__']: `${BASE}/echo`, constructor: `${BASE}/echo` });
  log(
    'batch',
    sorted(batch).map(([name, { status }]) => [name, status]),
  );

  log(
    'variables',
    NAMES.map((name) => __ENV[name]),
  );
  __ENV['__proto__'] = 'set';
  log('set', [__ENV['__proto__'], Object.keys(__ENV).includes('__proto__')]);
  for (const counter of counters) counter.add(1, named('own'));
  log('check', check(1, named(true)));
  group('__proto__', () => group('constructor', () => check(1, { hasOwnProperty: true })));
  const { tags } = exec.vu.metrics;
  tags['__proto__'] = 'set';
  log('tags', sorted(tags));
  log('inherited', [typeof tags.valueOf, typeof response.headers.valueOf, typeof response.cookies.valueOf]);
}
