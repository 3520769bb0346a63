import { describe, expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';
import { expectHealthy, SHORT } from '../helpers/short-profile.ts';

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('soak finds the reference API healthy', () => expectHealthy('soak', ENGINE));

  test('soak tells an API that becomes slower and slower', async () => {
    let answered = 0;
    const api = await serveFlagApi((request, response) => {
      answered += 1;
      setTimeout(() => healthyApi(request, response), 10 * answered);
    });
    const { result } = await runPoolproof({ ...SHORT, ENGINE, BASE_URL: api.url }, 'soak');
    expect(result?.rules.find(({ id }) => id === 'latency-drift')?.actual).toBeGreaterThan(50);
  });
});
