import { expect, test } from 'vitest';
import { historyOf } from '../../../src/core/history/history.ts';
import type { Result } from '../../../src/core/result/result.ts';
import { sampleResult } from '../../helpers/sample-result.ts';

const SAMPLE = sampleResult({ latencyOf: (index) => 5 + (index % 20) });

function run(folder: string, changes: Partial<Result>) {
  return { folder, result: { ...SAMPLE, ...changes } };
}

test('historyOf() puts the runs of each profile from the oldest to the newest', () => {
  const runs = [
    run('c', { startedAt: '2026-03-03T00:00:00.000Z' }),
    run('b', { startedAt: '2026-03-02T00:00:00.000Z', profile: 'smoke' }),
    run('a', { startedAt: '2026-03-01T00:00:00.000Z' }),
  ];
  const order = historyOf(runs).map(({ profile, entries }) => [profile, entries.map(({ folder }) => folder)]);
  expect(order).toEqual([
    ['load', ['a', 'c']],
    ['smoke', ['b']],
  ]);
});

test('historyOf() gives p95 with an interval that holds it', () => {
  const [entry] = historyOf([run('a', {})])[0]?.entries ?? [];
  const { lowMs, highMs } = entry?.p95Interval ?? { lowMs: Number.NaN, highMs: Number.NaN };
  expect(entry?.p95Ms).toBeCloseTo(23, 0);
  expect(lowMs).toBeLessThanOrEqual(entry?.p95Ms ?? Number.NaN);
  expect(highMs).toBeGreaterThanOrEqual(entry?.p95Ms ?? Number.NaN);
});

test('historyOf() names what changed beside the code', () => {
  const runs = [
    run('a', { startedAt: '2026-03-01T00:00:00.000Z', source: { commit: 'a'.repeat(40) } }),
    run('b', { startedAt: '2026-03-02T00:00:00.000Z', source: { commit: 'b'.repeat(40) } }),
    run('c', { startedAt: '2026-03-03T00:00:00.000Z', environment: { ...SAMPLE.environment, cpus: 64 } }),
  ];
  const differences = historyOf(runs)[0]?.entries.map((entry) => entry.differences.map(({ what }) => what));
  expect(differences).toEqual([[], [], ['environment.cpus']]);
});

test('historyOf() tells of a run by its first cause, and by its verdict where there is none', () => {
  const finding = {
    id: 'leak',
    sentence: 'connections leak',
    evidence: [],
    next: 'close them',
    confidence: 'high',
  } as const;
  const endedEarly = 'it was interrupted';
  const cut = { endedEarly, verdict: { status: 'not-judged', sentence: endedEarly } } as const;
  const sentences = historyOf([
    run('a', {}),
    run('b', { findings: [finding] }),
    run('c', { findings: [finding], ...cut }),
  ])[0]?.entries.map((entry) => entry.sentence);
  // A cause of what was not judged would be a guess, here as in its report.
  expect(sentences).toEqual([SAMPLE.verdict.sentence, 'connections leak', endedEarly]);
});

test('historyOf() says that a run was stopped early, once', () => {
  const stoppedEarly = 'stopped early: after 6.0 of 30 s';
  const verdict = { status: 'unhealthy', sentence: `1 of 22 rules failed; ${stoppedEarly}` } as const;
  const finding = { id: 'leak', sentence: 'connections leak', evidence: [], next: '', confidence: 'high' } as const;
  const [entries] = historyOf([
    run('a', { stoppedEarly, verdict, findings: [finding] }),
    run('b', { stoppedEarly, verdict, findings: [] }),
  ]).map((history) => history.entries.map(({ sentence }) => sentence));
  expect(entries).toEqual(['connections leak (stopped early)', verdict.sentence]);
});
