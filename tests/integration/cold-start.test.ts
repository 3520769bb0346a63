import { describe, expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';
import { expectHealthy, SHORT } from '../helpers/short-profile.ts';

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('cold-start finds the reference API healthy', () => expectHealthy('cold-start', ENGINE));

  test('cold-start meets an API without a connection to Redis', async () => {
    const { result } = await runPoolproof({ ...SHORT, ENGINE }, 'cold-start');
    // Every connection that there is was opened under load: those that came are as many as were open at the peak.
    expect(result?.evidence?.connectionsReceived).toBeGreaterThanOrEqual(
      result?.evidence?.connectionsMax ?? Number.NaN,
    );
    expect(result?.evidence?.connectionsMax).toBeGreaterThan(0);
  });

  test('cold-start sends the API nothing before the load', async () => {
    const api = await serveFlagApi(healthyApi);
    const { exitCode, result } = await runPoolproof({ ...SHORT, ENGINE, BASE_URL: api.url }, 'cold-start');
    expect(exitCode).toBe(0);
    expect(api.requestCount()).toBe(result?.requests.requests);
  });
});
