import { describe, expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('breakpoint that never breaks is not judged', async () => {
    const api = await serveFlagApi(healthyApi);
    const env = { RATE: '10', MAX_RATE: '40', DURATION: '3s', ENGINE, BASE_URL: api.url };
    const { exitCode, result, output } = await runPoolproof(env, 'breakpoint');
    expect(exitCode).toBe(3);
    expect(result?.breakpoint).toMatchObject({ stoppedBy: null, ratePerSecond: 40, afterMs: 3_000 });
    expect(output).toContain('not reached at 40 requests/s');
  });
});
