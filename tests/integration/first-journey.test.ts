import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerJson, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runCommand, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

const BASE = 'https://shop.example/v1';

function entry(
  method: string,
  url: string,
  more: { headers?: object; postData?: object; status?: number; type?: string } = {},
) {
  const { headers = {}, postData, status = 200, type = 'application/json' } = more;
  const pairs = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return {
    request: { method, url, headers: pairs, ...(postData && { postData }) },
    response: { status, content: { mimeType: type } },
  };
}

const HAR = {
  log: {
    entries: [
      entry('GET', 'https://shop.example/', { type: 'text/html' }),
      entry('GET', 'https://shop.example/app.js', { type: 'text/javascript' }),
      entry('GET', 'https://tracker.example/hit'),
      entry('OPTIONS', `${BASE}/products`, { status: 204 }),
      entry('GET', `${BASE}/gone`, { status: 404 }),
      ...[1, 2, 3].map(() => entry('GET', `${BASE}/products`, { headers: { Authorization: 'Bearer hunter1' } })),
      entry('GET', `${BASE}/products/7`),
      entry('GET', `${BASE}/products/8?access_token=hunter2&fields=a%20b`),
      entry('GET', `${BASE}/products/9`, { headers: { Cookie: 'sid=hunter3', 'X-Api-Key': 'hunter4' } }),
      entry('POST', `${BASE}/carts`, {
        status: 201,
        postData: { mimeType: 'application/json', text: '{"product":7,"card":{"password":"hunter5"}}' },
      }),
      entry('POST', `${BASE}/login`, {
        postData: { mimeType: 'application/x-www-form-urlencoded', text: 'user=ann&pass_token=hunter6' },
      }),
    ],
  },
};

const OPENAPI = `
openapi: 3.0.3
info: { title: shop, version: '1' }
servers: [{ url: 'https://shop.example/v1' }]
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Api-Key } }
  parameters:
    id: { name: id, in: path, required: true, schema: { type: integer } }
  schemas:
    Cart:
      type: object
      required: [product, note, password]
      properties:
        product: { type: integer, example: 7 }
        note: { type: string }
        password: { type: string }
        other: { type: string }
security: [{ key: [] }]
paths:
  /products:
    get:
      parameters: [{ name: page, in: query, required: true, schema: { type: integer, default: 1 } }]
      responses: { '200': { description: ok } }
  /products/{id}:
    parameters: [{ $ref: '#/components/parameters/id' }]
    get: { responses: { '200': { description: ok } } }
    delete: { deprecated: true, responses: { '204': { description: ok } } }
  /carts:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Cart' } } } }
      responses: { '201': { description: ok } }
`;

function written(name: string, content: string): { from: string; to: string } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), content);
  return { from: join(folder, name), to: join(folder, 'journeys/first.ts') };
}

function make(from: string, to: string, env: NodeJS.ProcessEnv = {}) {
  return runCommand(process.execPath, ['dist/node/poolproof.js', 'journey'], { FROM: from, TO: to, ...env });
}

test('a HAR file becomes a journey without its secrets, and what it cannot tell is refused until it is filled in', async () => {
  const { from, to } = written('api.har', JSON.stringify(HAR));
  const several = await make(from, to);
  expect(several.output).toContain(
    'there are requests to several hosts: give BASE_URL, one of https://tracker.example, https://shop.example',
  );
  expect(several.exitCode).toBe(104);
  const { exitCode, output } = await make(from, to, { BASE_URL: BASE });
  expect(exitCode, output).toBe(0);
  expect(output).toContain(`Then: JOURNEY=${to} BASE_URL=${BASE} npx poolproof run load\n`);
  expect(output).toContain('Left out: 2 requests of static files and pages');
  expect(output).toContain('Left out: 1 request to other addresses');
  expect(output).toContain('Left out: 2 requests with other methods, or that were not answered with 2xx');
  const text = readFileSync(to, 'utf8');
  expect(text).not.toContain('hunter');
  expect(text).toContain(`API_ACCESS_TOKEN: { about: 'a secret that requests carry', secret: 'all' }`);
  expect(text).toContain(`post("/carts", { product: 7, card: { password: env.API_PASSWORD } }, { name: "/carts" })`);
  expect(text).toContain(
    `post("/login", { user: "ann", pass_token: env.API_PASS_TOKEN }, { name: "/login", as: 'form' })`,
  );
  expect([...text.matchAll(/share: (\d+)/g)].map(([, share]) => Number(share))).toEqual([38, 25, 13, 12, 12]);

  const again = await make(from, to, { BASE_URL: BASE });
  expect(again.output).toContain(`${to} is there already and stays as it is`);
  expect(again.exitCode).toBe(104);
  const unfilled = await runPoolproof({ JOURNEY: to, BASE_URL: 'http://127.0.0.1:1' });
  expect(unfilled.output).toMatch(
    /first\.ts\(\d+,\d+\): error: FILL_IN is to be replaced; the comment beside it says by what\n/,
  );
  expect(unfilled.exitCode).toBe(104);

  writeFileSync(to, text.replaceAll('cache: FILL_IN', "cache: 'warm'"));
  const names = [...text.matchAll(/(API_[A-Z_]+): \{ about/g)].map(([, name]) => `${name}`);
  const seen = new Set<string>();
  const api = await serveFlagApi((request, response) => {
    seen.add(`${request.method} ${request.url}`);
    answerJson(response, {}, request.url === '/carts' ? 201 : 200);
  });
  const env = Object.fromEntries(names.map((name) => [name, 'given']));
  const run = await runPoolproof({ JOURNEY: to, BASE_URL: api.url, RATE: '50', ...env });
  expect(run.exitCode, run.output).toBe(0);
  expect([...seen].sort()).toEqual([
    'GET /products',
    'GET /products/7',
    'GET /products/8?access_token=given&fields=a%20b',
    'GET /products/9',
    'POST /carts',
    'POST /login',
  ]);
}, 30_000);

test.each(ENGINES)(
  'a document of OpenAPI becomes a journey that runs on %s once it is filled in',
  async (ENGINE) => {
    const { from, to } = written('openapi.yaml', OPENAPI);
    const { exitCode, output } = await make(from, to);
    expect(exitCode, output).toBe(0);
    expect(output).toContain('Left out, as deprecated or beyond the first 50: 1');
    const text = readFileSync(to, 'utf8');
    expect(text).toContain(
      'get("/products?page=1", { name: "/products", headers: { "X-Api-Key": env.API_X_API_KEY } })',
    );
    expect(text).toContain('get("/products/" + FILL_IN /* id, of type integer */, { name: "/products/{id}"');
    expect(text).toContain('{ product: 7, note: FILL_IN /* note, of type string */, password: env.API_PASSWORD }');

    const shares = ['50', '30', '20'];
    const filled = text
      .replaceAll(/share: FILL_IN/g, () => `share: ${shares.shift()}`)
      .replaceAll('cache: FILL_IN', "cache: 'warm'")
      .replaceAll('FILL_IN', "'7'");
    writeFileSync(to, filled);
    const seen = new Set<string>();
    const api = await serveFlagApi((request, response) => {
      seen.add(`${request.method} ${request.url} ${request.headers['x-api-key']}`);
      answerJson(response, {}, request.method === 'POST' ? 201 : 200);
    });
    const run = await runPoolproof({
      ENGINE,
      JOURNEY: to,
      BASE_URL: api.url,
      API_X_API_KEY: 'k3y',
      API_PASSWORD: 'secret',
      RATE: '50',
    });
    expect(run.exitCode, run.output).toBe(0);
    expect([...seen].sort()).toEqual(['GET /products/7 k3y', 'GET /products?page=1 k3y', 'POST /carts k3y']);
  },
  30_000,
);

test.each([
  ['none.har', undefined, 'there is no such file'],
  ['http://localhost:8000/openapi.json', undefined, 'an address is no file; save it first'],
  ['a.har', 'no json', 'it cannot be read'],
  ['a.yaml', 'swagger: "2.0"', 'it is neither a HAR file nor a document of OpenAPI 3'],
  ['a.json', '{"openapi":"3.1.0","paths":{}}', 'it tells of no request'],
])('FROM=%s is refused in one line', async (name, content, reason) => {
  const { from, to } = written(content === undefined ? 'other' : name, content ?? '');
  const { exitCode, output } = await make(content === undefined ? name : from, to);
  expect(output.trim().split('\n')).toEqual([expect.stringContaining(reason)]);
  expect(exitCode).toBe(104);
});
