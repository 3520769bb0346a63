import { expect, test } from 'vitest';
import { answerJson, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

const PATHS = '/products=70 /products/{1..5}=20 /products?q={unique}=10';

test.each(ENGINES)(
  'PATHS sends paths in their shares on %s, and warms what a cache can answer',
  async (ENGINE) => {
    const seen: string[] = [];
    const api = await serveFlagApi((request, response) => {
      seen.push(request.url ?? '');
      answerJson(response, []);
    });
    const { exitCode, output, result } = await runPoolproof({ ENGINE, PATHS, BASE_URL: api.url, RATE: '50' });
    expect(exitCode, output).toBe(0);
    expect(result?.workload.settings).toMatchObject({ JOURNEY: 'paths' });
    expect(result?.scenarios).toMatchObject({
      products: { plannedRequests: 70 },
      products_1_5: { plannedRequests: 20 },
      products_q_unique: { plannedRequests: 10 },
    });
    // The first two are asked for in turn, and all of a range at once: in what order is anybody's.
    expect(seen.slice(0, 2)).toEqual(['/products', '/products/1']);
    expect(seen.slice(2, 7).sort()).toEqual([1, 2, 3, 4, 5].map((id) => `/products/${id}`));
    const times = [1, 2, 3, 4, 5].map((id) => seen.slice(7).filter((path) => path === `/products/${id}`).length);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
    const searches = seen.filter((path) => path.startsWith('/products?q='));
    expect(new Set(searches).size).toBe(searches.length);
    expect(searches.length).toBeGreaterThanOrEqual(10);
  },
  30_000,
);

test.each(ENGINES)(
  'HEADERS are sent with every request on %s, and shown nowhere',
  async (ENGINE) => {
    const api = await serveFlagApi((request, response) => {
      const isKnown = request.headers['x-api-key'] === 'c4n4ry' && request.headers['x-tenant'] === '7';
      answerJson(response, [], isKnown ? 200 : 403);
    });
    const env = { ENGINE, PATHS, BASE_URL: api.url, HEADERS: 'X-Api-Key=c4n4ry, X-Tenant=7' };
    const { exitCode, output, result } = await runPoolproof(env);
    expect(exitCode, output).toBe(0);
    expect(JSON.stringify(result) + output).not.toContain('c4n4ry');

    const refused = await runPoolproof({ ...env, HEADERS: 'X-Tenant=7' });
    expect(refused.output).toContain(
      'answered 403. Set AUTHORIZATION to the header that it expects, or HEADERS if it expects others',
    );
    // Nothing was sent of which a rule could be left out.
    expect(refused.output).not.toContain('remark');
    expect(refused.exitCode).toBe(108);
  },
  30_000,
);

test('a path that the API does not have is named before the load', async () => {
  const api = await serveFlagApi((_request, response) => answerJson(response, {}, 404));
  const { exitCode, output } = await runPoolproof({ PATHS: '/nowhere=100', BASE_URL: api.url });
  expect(output).toContain(`Cannot read a path: ${api.url}/nowhere answered 404, expected 200. Set PATHS`);
  expect(exitCode).toBe(108);
});

test.each([
  [
    { PATHS: '/a=60' },
    /^PATHS is not allowed: the shares make 60 % .*; give paths with shares that make 100, such as .*$/,
  ],
  [{ PATHS: '/a=100', HEADERS: 'X-Api-Key: abc' }, /^HEADERS="…" is not allowed: give name=value, such as .*$/],
  [{ PATHS: '/a=100', JOURNEY: 'a.ts' }, /^PATHS and JOURNEY both say what is sent: unset one of them$/],
  [{ PATHS: '/a=100', BASE_URL: '' }, /^PATHS needs BASE_URL, the address of your API: .*$/],
])('%j is refused with 104 in one line, before anything is sent', async (env, line) => {
  const { exitCode, output } = await runPoolproof({ BASE_URL: 'http://127.0.0.1:1', ...env });
  expect(output.trim()).toMatch(line);
  expect(exitCode).toBe(104);
});
