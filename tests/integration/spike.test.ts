import { describe, expect, test } from 'vitest';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';
import { expectHealthy, SHORT } from '../helpers/short-profile.ts';

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('spike finds the reference API healthy', () => expectHealthy('spike', ENGINE));

  test('spike tells an API that does not come back', async () => {
    let answered = 0;
    const api = await serveFlagApi((request, response) => {
      answered += 1;
      // Broken by the burst, and never mended.
      if (answered > 100) answerJson(response, {}, 503);
      else healthyApi(request, response);
    });
    const { exitCode, result } = await runPoolproof({ ...SHORT, ENGINE, BASE_URL: api.url }, 'spike');
    expect(exitCode).toBe(99);
    const status = (id: string) => result?.rules.find((rule) => rule.id === id)?.status;
    expect(status('scenario-latency-p95:before')).toBe('pass');
    expect(status('scenario-latency-p95:after')).toBe('not-judged');
    expect(status('failed-requests')).toBe('fail');
  });
});
