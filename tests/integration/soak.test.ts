import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';
import { expectHealthy, SHORT } from '../helpers/short-profile.ts';

describe.each(ENGINES)('on %s', (ENGINE) => {
  // The machine that does other things makes the API slower as well.
  test('soak finds the reference API healthy', () =>
    expectHealthy('soak', ENGINE, { LIMITS: '{ "latency-drift": 1000 }' }));

  test('soak tells an API that becomes slower and slower', async () => {
    let answered = 0;
    const api = await serveFlagApi((request, response) => {
      answered += 1;
      setTimeout(() => healthyApi(request, response), 10 * answered);
    });
    const { result } = await runPoolproof({ ...SHORT, ENGINE, BASE_URL: api.url }, 'soak');
    expect(result?.rules.find(({ id }) => id === 'latency-drift')?.actual).toBeGreaterThan(50);
  });

  test('soak looks on while a chain of the journey fails', async () => {
    let answered = 0;
    const api = await serveFlagApi((_request, response) => {
      answered += 1;
      if (answered > 2) response.writeHead(503).end('<html>');
      else answerJson(response, { id: 7 });
    });
    const JOURNEY = join(temporaryFolder(), 'visit.ts');
    writeFileSync(
      JOURNEY,
      `import { journey } from 'poolproof';
      export default journey({ requests: { visit: { share: 100, cache: 'none', send: async ({ get }) => {
        const listed = await get('/items');
        return get('/items/' + (listed.json() as { id: number }).id, { name: '/items/{id}' });
      } } } });`,
    );
    const { output, result } = await runPoolproof({ ...SHORT, ENGINE, JOURNEY, BASE_URL: api.url }, 'soak');
    expect(output).not.toContain('GoError');
    expect(result?.findings.map(({ id }) => id)).toContain('api-errors');
  });
});
