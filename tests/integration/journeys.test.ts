import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serveCachedApi } from '../helpers/cached-api.ts';
import { answerJson, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

const LIST = `share: 100, cache: 'warm', send: ({ get }) => get('/products')`;

/** Writes files to a folder of their own; the path of the first. */
function written(...files: readonly (readonly [name: string, content: string])[]): string {
  const folder = temporaryFolder();
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  return join(folder, files[0]?.[0] ?? '');
}

function journeyFile(requests: string, before = ''): string {
  return written([
    'shop.ts',
    `import { journey } from 'poolproof';\n${before}\nexport default journey({ requests: { ${requests} } });\n`,
  ]);
}

test.each([
  [
    'shares that make no whole',
    `list: { ${LIST.replace('100', '60')} }`,
    '',
    /^Bad journey shop: the shares make 60 %/,
  ],
  [
    'a request that is never sent',
    `list: { ${LIST} }, one: { ${LIST.replace('100', '0')} }`,
    '',
    /^Bad journey shop: request "one": share is 0; .* it is never sent$/,
  ],
  [
    'a name that is used twice',
    `list: { ${LIST} },\nlist: { ${LIST} }`,
    '',
    /shop\.ts\(4,1\): error: Duplicate key "list" in object literal/,
  ],
  ['a cache tag on none', `list: { share: 100, send: ({ get }) => get('/') }`, '', /shop\.ts\(3,.*'cache' is missing/],
  ['a module that k6 does not have', `list: { ${LIST} }`, `import 'k6/nosuch';`, /k6 has no module "k6\/nosuch"/],
  ['a module of Node.js', `list: { ${LIST} }`, `import 'node:fs';`, /"node:fs" is a module of Node\.js/],
  ['another module of Node.js', `list: { ${LIST} }`, `import 'http2';`, /"http2" is a module of Node\.js/],
  ['a file that is not there', `list: { ${LIST} }`, `import './nowhere.ts';`, /shop\.ts\(2,8\): error.*nowhere\.ts/],
  ['what does not parse', `list: {`, '', /shop\.ts\(\d+,\d+\): error/],
  [
    'a file that k6 would open',
    `list: { ${LIST} }`,
    `const users = JSON.parse(open('./users.json'));`,
    /: it throws when it is read: open\("\.\/users\.json"\) would not find it in a journey; import data from \.json or \.csv$/,
  ],
  [
    'await at its top level',
    `list: { ${LIST} }`,
    `const ids = await Promise.resolve([1]);`,
    /shop\.ts\(2,13\): error: a journey cannot await at its top level, .*: await in setup$/,
  ],
  [
    'a limit of no rule',
    `list: { ${LIST}, limits: { p95: 30 } }`,
    '',
    /shop\.ts\(3,\d+\): error.*'p95' does not exist in type/,
  ],
  [
    'a limit that is no number',
    `list: { ${LIST}, limits: { 'scenario-latency-p95': '30 ms' } }`,
    '',
    /shop\.ts\(3,\d+\): error.*'string' is not assignable/,
  ],
  [
    'a limit that nothing can hold',
    `list: { ${LIST}, limits: { 'scenario-latency-p95': -3 } }`,
    '',
    /^Bad journey shop: request "list": limits has scenario-latency-p95: -3; give a number from 0, or null/,
  ],
  ['what throws', `list: { ${LIST} }`, `throw new Error('no day');`, /it throws when it is read: no day$/],
  [
    'a name of a type that is wrong',
    `list: { ${LIST.replace('get(', 'got(')} }`,
    '',
    /shop\.ts\(3,.*Cannot find name 'got'/,
  ],
])('a journey with %s is refused with 104 before anything is sent', async (_what, requests, before, line) => {
  const api = await serveFlagApi((_request, response) => answerJson(response, []));
  const JOURNEY = journeyFile(requests, before);
  const { exitCode, output } = await runPoolproof({ JOURNEY, BASE_URL: api.url });
  expect(output.trim().split('\n')[0]).toMatch(line);
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

test.skipIf(!hasK6)('a journey is linked to a script that k6 runs by itself', async () => {
  const api = await serveFlagApi((_request, response) => answerJson(response, []));
  const folder = temporaryFolder();
  const env = { JOURNEY: journeyFile(`list: { ${LIST} }`), PROFILE: 'smoke' };
  const made = await runCommand('sh', ['-c', `cd '${folder}' && node '${ROOMY_COMMAND}' bundle`], env);
  expect(made.output).toBe('poolproof: shop-smoke.js is a k6 script: k6 run shop-smoke.js -e BASE_URL=…\n');
  const flags = ['-e', `BASE_URL=${api.url}`, '-e', 'DURATION=2s', '-e', 'RATE=20'];
  const { exitCode, output } = await runCommand('k6', ['run', '-q', ...flags, join(folder, 'shop-smoke.js')], {});
  expect(output).toContain('HEALTHY');
  expect(exitCode).toBe(0);
});

test('PATHS are linked to a script as well, whose address k6 is told later', async () => {
  const folder = temporaryFolder();
  const env = { PATHS: '/products=90 /products?q={unique}=10' };
  const made = await runCommand('sh', ['-c', `cd '${folder}' && node '${ROOMY_COMMAND}' bundle`], env);
  expect(made.output).toBe('poolproof: paths-load.js is a k6 script: k6 run paths-load.js -e BASE_URL=…\n');
  expect(made.exitCode).toBe(0);
});

test('a script of a journey is not written where a name is misspelt, or the journey is wrong', async () => {
  const misspelt = await runCommand('make', ['bundle', 'JORNEY=shop.ts'], {});
  expect(misspelt.output).toContain('JORNEY is not a variable of poolproof. Did you mean JOURNEY?');
  const folder = temporaryFolder();
  const env = { JOURNEY: journeyFile(`list: { ${LIST.replace('100', '40')} }`) };
  const wrong = await runCommand('sh', ['-c', `cd '${folder}' && node '${ROOMY_COMMAND}' bundle`], env);
  expect(wrong.output).toContain('Bad journey shop: the shares make 40 %');
  expect(wrong.exitCode).toBe(104);
  expect(readdirSync(folder)).toEqual([]);
});

test.each(ENGINES)(
  'a journey that reads __ENV at its top level is planned, checked and sent by it on %s',
  async (ENGINE) => {
    const api = await serveFlagApi((_request, response) => answerJson(response, []));
    const LIST_OF = LIST.replace('share: 100, ', '');
    const JOURNEY = journeyFile(
      `a: { share, ${LIST_OF} }, b: { share: 100 - share, ${LIST_OF} }`,
      'const share = Number(__ENV.LIST_SHARE);',
    );
    const env = { ENGINE, JOURNEY, BASE_URL: api.url, RATE: '10' };
    const { output, result } = await runPoolproof({ ...env, LIST_SHARE: '70' });
    const planned = Object.entries(result?.scenarios ?? {}).map(([name, of]) => `${name} ${of.plannedRequests}`);
    expect(planned, output).toEqual(['a 14', 'b 6']);
    const wrong = await runPoolproof({ ...env, LIST_SHARE: '0' });
    expect(wrong.output).toMatch(/^Bad journey shop: request "a": share is 0;/);
    expect(wrong.exitCode).toBe(104);
  },
);

test('a package of npm may have the name of a module of Node.js', async () => {
  const api = await serveFlagApi((_request, response) => answerJson(response, []));
  const JOURNEY = journeyFile(`list: { ${LIST.replace("'/products'", 'path')} }`, "import path from 'events';");
  const folder = join(dirname(JOURNEY), 'node_modules/events');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), "module.exports = '/from-a-package';");
  writeFileSync(join(folder, 'index.d.ts'), 'declare const path: string; export default path;');
  const { exitCode, output, result } = await runPoolproof({ JOURNEY, BASE_URL: api.url });
  expect(exitCode, output).toBe(0);
  expect(result?.requests.requests).toBeGreaterThanOrEqual(40);
});

test('a journey that is not there is refused, and so is a variable that it does not declare', async () => {
  const none = await runPoolproof({ JOURNEY: 'nowhere.ts' });
  expect(none.output).toBe(
    'JOURNEY="nowhere.ts" is not allowed: there is no such file; give the path of a journey, such as JOURNEY=journeys/products.ts\n',
  );
  const JOURNEY = journeyFile(`list: { ${LIST} }`);
  const { exitCode, output } = await runPoolproof({
    JOURNEY,
    BASE_URL: 'http://127.0.0.1:1',
    MAKELEVEL: '1',
    MAKEFLAGS: ' -- FLAG_KEYS=a',
  });
  expect(output).toMatch(/^FLAG_KEYS is not a variable of poolproof\. Allowed: BASE_URL, /);
  expect(exitCode).toBe(104);
});

const SHOP = `
import { journey } from 'poolproof';
import users from './users.csv';
import ids from './ids.json';

export default journey({
  variables: { TENANT: { about: 'name of the tenant' } },
  setup: async ({ post, env }) => {
    const login = await post('/login', { tenant: env.TENANT }, { as: 'form', expect: 201 });
    return { token: login.json('token') as string };
  },
  requests: {
    read: {
      share: 60,
      cache: 'warm',
      send: ({ get, turn, data }) =>
        get('/items/' + ids[turn % ids.length], { name: '/items/{id}', headers: { 'X-Token': data.token } }),
      check: { 'an item came back': (answer) => answer.json('user') === null },
    },
    chain: {
      share: 40,
      cache: 'miss',
      expect: [200, 201],
      send: async ({ put, post, turn, unique }) => {
        const { name } = users[turn % users.length] ?? { name: '' };
        const made = await post('/items', { user: name, unique }, { expect: 201 });
        return put('/items/' + made.json('id'), 'as it is', { name: '/items/{id}' });
      },
    },
  },
});
`;

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('a journey of the user sends what it says, in its shares', async () => {
    const seen: string[] = [];
    const api = await serveFlagApi((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const path = request.url?.replace(/\d+$/, '{id}') ?? '';
        seen.push(
          `${request.method} ${path} ${request.headers['content-type'] ?? ''} ${request.headers['x-token'] ?? ''}`,
        );
        seen.push(body.replace(/"unique":".*"/, '"unique":"…"'));
        if (path === '/login') answerJson(response, { token: 'tok' }, 201);
        else if (request.method === 'POST') answerJson(response, { id: 7 }, 201);
        else answerJson(response, { user: null });
      });
    });
    const JOURNEY = written(
      ['shop.ts', SHOP],
      ['users.csv', 'name,age\nann,3\n"o, ""b""",4\n'],
      ['ids.json', '[1,2,3]'],
    );
    const { exitCode, output, result } = await runPoolproof({
      ENGINE,
      JOURNEY,
      BASE_URL: api.url,
      TENANT: 'acme',
      RATE: '50',
    });
    expect(exitCode, output).toBe(0);
    expect(seen.slice(0, 2)).toEqual(['POST /login application/x-www-form-urlencoded ', 'tenant=acme']);
    expect([...new Set(seen.slice(2))].sort()).toEqual([
      '',
      'GET /items/{id}  tok',
      'POST /items application/json ',
      'PUT /items/{id}  ',
      'as it is',
      '{"user":"ann","unique":"…"}',
      '{"user":"o, \\"b\\"","unique":"…"}',
    ]);
    expect(result?.workload.settings).toMatchObject({ JOURNEY: 'shop', TENANT: 'acme' });
    expect(result?.scenarios).toMatchObject({ read: { plannedRequests: 60 }, chain: { plannedRequests: 40 } });
    // Two requests in each iteration of a chain.
    expect(result?.scenarios.chain?.requests).toBeGreaterThanOrEqual(80);
    expect(result?.statusCodes['201']).toBeGreaterThanOrEqual(40);
    expect(result?.checks.map(({ name }) => name)).toContain('an item came back');
  });

  test('wrong contents of a journey are told, and a chain whose first request fails is a failure', async () => {
    const api = await serveFlagApi((request, response) => {
      if (request.url === '/login') answerJson(response, { token: 'tok' }, 201);
      else if (request.method === 'POST') answerJson(response, {}, 503);
      else answerJson(response, { user: 'somebody' });
    });
    const JOURNEY = written(['shop.ts', SHOP], ['users.csv', 'name\nann\n'], ['ids.json', '[1]']);
    const { exitCode, result } = await runPoolproof({ ENGINE, JOURNEY, BASE_URL: api.url, TENANT: 'acme', RATE: '50' });
    expect(exitCode).toBe(99);
    expect(result?.evidence).toMatchObject({ serverErrors: result?.requests.failedRequests });
    expect(result?.evidence?.wrongAnswers).toBeGreaterThanOrEqual(60);
    const sentences = Object.fromEntries(result?.findings.map(({ id, sentence }) => [id, sentence]) ?? []);
    expect(sentences).toHaveProperty('wrong-content');
    expect(sentences['api-errors']).toContain('answered with status 503, where 201 was expected');
  });

  test('an API that is not as the journey expects is named before the load', async () => {
    const api = await serveFlagApi((_request, response) => answerJson(response, {}, 404));
    const JOURNEY = journeyFile(`list: { ${LIST} }`);
    const { exitCode, output } = await runPoolproof({ ENGINE, JOURNEY, BASE_URL: api.url });
    expect(output).toContain(`Cannot send list: ${api.url}/products answered 404, expected 200. Mend the journey`);
    expect(exitCode).toBe(108);
    expect(api.requestCount()).toBe(1);
  });

  test('a chain that cannot do anything with an answer that failed is named by that answer before the load', async () => {
    const api = await serveFlagApi((_request, response) => void response.writeHead(401).end('<html>'));
    const JOURNEY = journeyFile(`visit: { share: 100, cache: 'none', send: async ({ post, get }) => {
      const made = await post('/items', {}, { expect: 201 });
      return get('/items/' + (made.json() as { id: number }).id, { name: '/items/{id}' });
    } }`);
    const refused = await runPoolproof({ ENGINE, JOURNEY, BASE_URL: api.url });
    expect(refused.output).toContain(`Cannot send visit: ${api.url}/items answered 401. Set AUTHORIZATION`);
    expect(refused.exitCode).toBe(108);
    const down = await runPoolproof({ ENGINE, JOURNEY, BASE_URL: 'http://127.0.0.1:1' });
    expect(down.output).toContain('Cannot reach http://127.0.0.1:1/items: ');
    expect(down.exitCode).toBe(108);
  });

  test('paths that are read together before the load are sent with what the journey gives them', async () => {
    const seen: string[] = [];
    const api = await serveFlagApi((request, response) => {
      seen.push(`${request.url} ${request.headers['x-token'] ?? ''}`);
      answerJson(response, []);
    });
    const setup = (paths: string) =>
      `setup: async ({ getAll }) => { await getAll(${paths}, { name: '/items/{id}', headers: { 'X-Token': 'tok' } }); },`;
    const run = (paths: string) => {
      const JOURNEY = written([
        'shop.ts',
        `import { journey } from 'poolproof';\nexport default journey({ ${setup(paths)} requests: { list: { ${LIST} } } });`,
      ]);
      return runPoolproof({ ENGINE, JOURNEY, BASE_URL: api.url });
    };
    expect((await run(`['/items/1', '/items/2']`)).exitCode).toBe(0);
    expect(seen.slice(0, 2).sort()).toEqual(['/items/1 tok', '/items/2 tok']);
    expect((await run(`['items/1']`)).output).toContain('A path begins with /, and this does not: items/1');
  });
});

const HALF_MISSES = `a: { share: 50, cache: 'warm', send: ({ get }) => get('/a') },
  b: { share: 50, cache: 'miss', send: ({ get, unique }) => get(\`/b?\${unique}\`, { name: '/b' }) }`;
const NO_CACHE = `a: { share: 100, cache: 'none', send: ({ get }) => get('/a') }`;

describe.each(ENGINES)('rules about a cache on %s', (ENGINE) => {
  test('the limit on misses moves with those on purpose, and one of the user stays as it is', async () => {
    const api = await serveFlagApi((_request, response) => answerJson(response, []));
    const limitWith = async (LIMITS: string) => {
      const env = { ENGINE, JOURNEY: journeyFile(HALF_MISSES), BASE_URL: api.url, LIMITS };
      const { result } = await runPoolproof({ ...env, DURATION: '1s' }, 'smoke');
      return result?.rules.find(({ id }) => id === 'redis-miss-share')?.limit;
    };
    expect(await limitWith('')).toBe('value<=0.6');
    expect(await limitWith('{"redis-miss-share": 0.3}')).toBe('value<=0.3');
  });

  test('those that need other requests are no part of a run, and all reports say so', async () => {
    const redis = await startRedisServer();
    const api = await serveCachedApi(redis.port);
    const env = { ENGINE, JOURNEY: journeyFile(NO_CACHE), BASE_URL: api.url, DURATION: '1s' };
    const { output, result, resultsDir } = await runPoolproof({ ...env, REDIS_URL: redis.url }, 'smoke');
    const ids = result?.rules.map(({ id }) => id);
    expect(ids).toContain('redis-connections');
    expect(ids).not.toContain('redis-warm-hit-rate');
    expect(ids).not.toContain('redis-miss-share');
    const told = 'for want of requests that they need: hits among lookups that the cache could answer; misses among';
    expect(output).toContain(told);
    for (const file of ['report.html', 'report.md', 'junit.xml']) {
      expect(readFileSync(join(resultsDir, 'latest', file), 'utf8'), file).toContain(told);
    }
  });

  test('where Redis is not looked at, and where the user left the rules out, nothing is said of them', async () => {
    const api = await serveFlagApi((_request, response) => answerJson(response, []));
    const env = { ENGINE, JOURNEY: journeyFile(NO_CACHE), BASE_URL: api.url, DURATION: '1s' };
    expect((await runPoolproof(env, 'smoke')).result).not.toHaveProperty('remarks');
    const LIMITS = '{"redis-warm-hit-rate": null, "redis-miss-share": null}';
    const run = await runPoolproof({ ...env, REQUIRE_REDIS: '1', LIMITS }, 'smoke');
    expect(run.result?.verdict.status).toBe('not-judged');
    expect(run.result).not.toHaveProperty('remarks');
  });
});
