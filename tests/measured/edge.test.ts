import type { RequestListener } from 'node:http';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import schema from '../../src/core/result/result.schema.json' with { type: 'json' };
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, measurePoolproof } from '../helpers/run-poolproof.ts';
import { skipIfTooBusy } from '../helpers/too-busy.ts';

const validateResult = new Ajv({ strict: false }).compile(schema);

/** Three steps, of which the second is well below and the third well above 200/s. */
const STEPS = { RATE: '20', STEP_FACTOR: '4', STEPS: '3', DURATION: '2s' };
/** From far below 50/s to three times as much. */
const RAMP = { RATE: '5', MAX_RATE: '155', DURATION: '10s' };

/** One request at a time: 200/s at most when each takes 5 ms, and a queue for all that is more. */
function oneAtATime(serviceMs: number): RequestListener {
  let freeAt = 0;
  return (request, response) => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + serviceMs;
    setTimeout(() => healthyApi(request, response), freeAt - now);
  };
}

/** No queue at all: what is above 20 requests in 100 ms is refused at once. */
function refusing(): RequestListener {
  let [windowStart, count] = [0, 0];
  return (request, response) => {
    if (performance.now() - windowStart > 100) [windowStart, count] = [performance.now(), 0];
    count += 1;
    if (count > 20) answerJson(response, {}, 503);
    else healthyApi(request, response);
  };
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('saturation finds the knee of an API that queues between the right steps, and that it holds what is expected', async (context) => {
    const api = await serveFlagApi(oneAtATime(5));
    const env = { ...STEPS, ENGINE, BASE_URL: api.url, EXPECTED_RATE: '80' };
    const run = await measurePoolproof(env, 'saturation');
    skipIfTooBusy(context, run);
    const { exitCode, result, output } = run;
    expect(exitCode).toBe(0);
    expect(validateResult(result), JSON.stringify(validateResult.errors)).toBe(true);
    expect(result?.saturation?.knee).toMatchObject({ kind: 'waits', step: 2, holdsPerSecond: 80 });
    // Twice the load, and more than twice the requests in flight: that is what a queue is.
    const [, below, above] = result?.saturation?.steps ?? [];
    expect((above?.inFlight ?? 0) / (below?.inFlight ?? 1)).toBeGreaterThan(10);
    expect(output).toContain('HEALTHY: holds to 80 requests/s');
    expect(output).toMatch(/waits first: p95 .+ → .+ at 320\/s/);
  });

  test('saturation tells an API that refuses from one that queues, and that it holds less than expected', async (context) => {
    const api = await serveFlagApi(refusing());
    const env = { ...STEPS, ENGINE, BASE_URL: api.url, EXPECTED_RATE: '320' };
    const run = await measurePoolproof(env, 'saturation');
    skipIfTooBusy(context, run);
    const { exitCode, result } = run;
    expect(exitCode).toBe(99);
    expect(result?.rules.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual(['held-rate']);
    expect(result?.saturation?.knee).toMatchObject({ kind: 'errors', step: 2, holdsPerSecond: 80 });
  });

  test.for([
    ['30', 0, 'healthy'],
    ['150', 99, 'unhealthy'],
  ] as const)('breakpoint with EXPECTED_RATE=%s ends with %d', async ([EXPECTED_RATE, expected, status], context) => {
    const api = await serveFlagApi(oneAtATime(20));
    const run = await measurePoolproof({ ...RAMP, ENGINE, BASE_URL: api.url, EXPECTED_RATE }, 'breakpoint');
    skipIfTooBusy(context, run);
    const { exitCode, result, output } = run;
    expect(validateResult(result), JSON.stringify(validateResult.errors)).toBe(true);
    expect(result?.verdict.status).toBe(status);
    expect(exitCode).toBe(expected);
    expect(result?.engineExitCode).toBe(99);
    const { ratePerSecond = 0, afterMs = 0, requests = 0, stoppedBy } = result?.breakpoint ?? {};
    expect(stoppedBy?.id).toMatch(/^(latency|failed)$/);
    expect(ratePerSecond).toBeGreaterThan(50);
    expect(ratePerSecond).toBeLessThan(150);
    // The ramp is a straight line, and no more can have come to an end than lies under it.
    expect(ratePerSecond).toBeCloseTo(5 + (150 * afterMs) / 10_000, 6);
    expect(requests).toBeLessThanOrEqual(((5 + ratePerSecond) / 2) * (afterMs / 1_000) + 1);
    const before = status === 'healthy' ? 'HEALTHY: ' : 'breakpoint {4}';
    expect(output).toMatch(new RegExp(`${before}breaks at \\d+ requests/s, after [\\d.]+ s `));
  });
});
