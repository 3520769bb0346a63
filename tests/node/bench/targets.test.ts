import { expect, test } from 'vitest';
import { ceilingTarget } from '../../../src/node/bench/ceilings.ts';
import { type JobRun, jobTable, jobTargets } from '../../../src/node/bench/load-job.ts';

const job = (kind: JobRun['kind'], round: number, cpuMs: number): JobRun => ({
  ...{ kind, round, cpuMs, seconds: 30, requests: 1_500, peakMemoryBytes: kind === 'k6' ? 55e6 : 50e6 },
});

test('CPU and memory of the load job are compared within each round, and the median counts', () => {
  const jobs = [
    ...[job('embedded', 1, 500), job('artillery', 1, 12_000), job('k6', 1, 1_200), job('k6, by hand', 1, 1_000)],
    ...[job('embedded', 2, 900), job('artillery', 2, 18_000), job('k6', 2, 2_000), job('k6, by hand', 2, 1_000)],
    ...[job('embedded', 3, 500), job('artillery', 3, 11_000), job('k6', 3, 1_100), job('k6, by hand', 3, 1_000)],
  ];
  expect(jobTargets(jobs).map(({ measured, isMet }) => [measured, isMet])).toEqual([
    ['0.05 × (1/22.0)', false],
    ['1.20 ×', false],
    ['1.10 ×', true],
  ]);
  const { title, rows } = jobTable(jobs);
  expect(title).toBe('The load job of 1500 requests');
  expect(rows[0]).toEqual(['embedded', '500 ms', '50 MB', '1500']);
});

test('a target without its peer is not measured', () => {
  const [embedded, bundle] = jobTargets([job('embedded', 1, 500)]);
  expect(embedded).toMatchObject({ measured: 'without artillery', isMet: undefined });
  expect(bundle).toMatchObject({ measured: 'without k6, by hand', isMet: undefined });
  expect(ceilingTarget(new Map([['embedded', { held: 4_000, lost: 5_000 }]]))).toMatchObject({ isMet: undefined });
});

test('the highest rate is to be four times that of k6', () => {
  const targetOf = (held: number) =>
    ceilingTarget(
      new Map([
        ['embedded', { held, lost: undefined }],
        ['k6', { held: 4_000, lost: 5_000 }],
      ]),
    );
  expect(targetOf(16_000)).toMatchObject({ measured: '16000/s : 4000/s (4.00 ×)', isMet: true });
  expect(targetOf(15_999).isMet).toBe(false);
});
