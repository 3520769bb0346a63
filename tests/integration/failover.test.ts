import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import schema from '../../src/core/result/result.schema.json' with { type: 'json' };
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

const SHORT = { RATE: '20', DURATION: '3s', OUTAGE: '3s', RECOVERY: '3s', PORT: '43101' };
const validateResult = new Ajv({ strict: false }).compile(schema);

describe.each(ENGINES)('on %s', (ENGINE) => {
  test.each(['kill', 'hang'])(
    'an API that falls back and reconnects survives a Redis that goes by %s',
    async (FAULT) => {
      const { exitCode, result, resultsDir } = await runPoolproof({ ...SHORT, ENGINE, FAULT }, 'failover');
      expect(result?.verdict.sentence).toMatch(/^all \d+ rules passed$/);
      expect(exitCode).toBe(0);
      expect(validateResult(result), JSON.stringify(validateResult.errors)).toBe(true);
      expect(result?.findings).toEqual([]);
      expect(result?.outage).toMatchObject({ faultAtMs: 3_000, outageMs: 3_000, failedRequests: 0, errors: {} });
      expect(result?.outage?.fallbackShare).toBeGreaterThan(0.8);
      expect(result?.outage?.redisAnsweredMs).toBeLessThan(3_000);
      expect(result?.outage?.apiConnectedMs).toBeLessThan(3_000);
      const faults = readFileSync(join(resultsDir, 'latest', 'faults.log'), 'utf8')
        .trim()
        .split('\n');
      const [begin, end] = faults.map((line) => JSON.parse(line) as { atMs: number; event: string });
      expect([begin?.event, end?.event]).toEqual(['begin', 'end']);
      // Three seconds by plan; a busy machine hears of the fault late.
      expect(end?.atMs).toBeGreaterThan(2_000);
    },
  );

  test('an API without a fallback is unhealthy, with its errors counted by kind', async () => {
    const { exitCode, result } = await runPoolproof({ ...SHORT, ENGINE, FAULT_NO_FALLBACK: '1' }, 'failover');
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toContain('outage-errors');
    expect(result?.outage?.errors['503']).toBeGreaterThan(30);
    expect(result?.outage?.errors['503']).toBe(result?.outage?.failedRequests);
    expect(result?.outage?.firstTroubleMs).toBeLessThan(1_000);
    expect(result?.rules.find(({ id }) => id === 'failed-requests:before')?.status).toBe('pass');
  });
});
