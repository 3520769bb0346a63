import { expect, test } from 'vitest';
import { compareRuns } from '../../../src/core/compare/compare-runs.ts';
import { renderComparison, renderComparisonMarkdown } from '../../../src/core/compare/render-comparison.ts';
import { syntheticResult } from '../../helpers/synthetic-result.ts';

const runs = (seed: number, addedMs: number) => [1, 2, 3].map((run) => syntheticResult({ seed: seed + run, addedMs }));
const comparison = compareRuns({ base: runs(0, 0), head: runs(100, 5), isPaired: true });

test('the page has a line per metric and ends with the answer', () => {
  const lines = renderComparison(comparison, { enableColors: false }).trimEnd().split('\n');
  expect(lines.find((line) => line.includes('latency p50'))).toMatch(
    /latency p50 +[\d.]+ ms +[\d.]+ ms +\+[\d.]+ to \+[\d.]+ ms +worse$/,
  );
  expect(lines.find((line) => line.includes('failed requests'))).toMatch(
    /−0.35 to \+0.35 points +no difference shown$/,
  );
  expect(lines.at(-1)).toMatch(/^ {2}WORSE: head is worse in latency p50 \(\+/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(140);
});

test('colours come only when asked for', () => {
  expect(renderComparison(comparison, { enableColors: true })).toContain('\u001b[31mworse\u001b[0m');
  expect(renderComparison(comparison, { enableColors: false })).not.toContain('\u001b');
});

test('what was forced is said', () => {
  const forced = { ...comparison, forced: [{ what: 'environment.cpus', base: '2', head: '4' }] };
  expect(renderComparison(forced, { enableColors: false })).toContain('forced: environment.cpus differs: 2 and 4');
  expect(renderComparisonMarkdown(forced)).toContain('Forced: environment.cpus differs: 2 and 4');
});

test('Markdown is a table in which names stay text', () => {
  const [first, ...others] = comparison.metrics;
  if (!first) throw new Error('there are metrics');
  const markdown = renderComparisonMarkdown({
    ...comparison,
    metrics: [{ ...first, title: 'p95 of <b>|*' }, ...others],
  });
  expect(markdown).toContain('### poolproof: worse');
  expect(markdown).toContain('| p95 of \\<b\\>\\|\\* | ');
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
});
