import { expect, test } from 'vitest';
import type { Figures } from '../../../src/node/bench/arrivals.ts';
import { type TruthRun, truthTarget } from '../../../src/node/bench/truth-bench.ts';

const TRUE: Figures = { p50: 10, p95: 20, p99: 30, p999: 40, max: 50 };

/** A run whose report is this far from the truth. */
function run(tool: string, off: Partial<Figures>): TruthRun {
  const reported = Object.fromEntries(
    Object.entries(TRUE).map(([name, value]) => [name, value - (off[name as keyof Figures] ?? 0)]),
  );
  return { name: 'world', tool: { name: tool }, truth: TRUE, reported } as unknown as TruthRun;
}

test.each([
  ['as far as k6', { p999: 2 }, { p999: 2 }, true],
  ['half a millisecond further', { p999: 2.5 }, { p999: 2 }, true],
  ['further at the 99.9th percentile', { p999: 2.6 }, { p999: 2 }, false],
  ['further in one request alone, the slowest', { max: 30 }, {}, true],
])('%s', (_what, ours, theirs, isMet) => {
  const target = truthTarget('world', [run('embedded', ours), run('k6', theirs)]);
  expect(target).toMatchObject({ isMet, measured: expect.stringContaining('p99.9 ') });
  expect(target.measured).not.toContain('max');
});
