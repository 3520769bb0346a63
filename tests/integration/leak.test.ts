import { describe, expect, test } from 'vitest';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';
import { expectHealthy, SHORT } from '../helpers/short-profile.ts';

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('leak finds the reference API healthy', () => expectHealthy('leak', ENGINE));

  test('leak tells connections that never close, and names them', async () => {
    const { exitCode, result, output } = await runPoolproof({ ...SHORT, ENGINE, FAULT_LEAK_EVERY: '10' }, 'leak');
    expect(exitCode).toBe(99);
    const failed = result?.rules.filter(({ status }) => status === 'fail').map(({ id }) => id);
    expect(failed).toEqual(expect.arrayContaining(['redis-connections-left', 'redis-connections-left-growth']));
    expect(output).toMatch(/Still open after settled: poolproof-api from 127\.0\.0\.1:\d+, \d+ s old, idle for \d+ s/);
  });

  test('leak says of a pool that keeps its connections that it leaks none', async () => {
    const kept = { SETTLE: '1s', SETTLE_TOLERANCE: '0' };
    const { exitCode, result, output } = await runPoolproof({ ...SHORT, ENGINE, ...kept }, 'leak');
    expect(exitCode, output).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toContain('connections-kept');
    expect(output).toContain('set SETTLE_TOLERANCE to its size');
  });
});
