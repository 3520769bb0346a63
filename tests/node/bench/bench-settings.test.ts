import { expect, test } from 'vitest';
import { readBenchSettings } from '../../../src/node/bench/bench-settings.ts';

test('readBenchSettings() gives the defaults', () => {
  expect(readBenchSettings({}, [])).toEqual({
    tools: ['embedded', 'k6', 'bare', 'artillery', 'autocannon'],
    rates: [50, 500, 2_000],
    seconds: 3,
    repeat: 3,
    resultsDir: 'results',
  });
});

test('readBenchSettings() reads lists', () => {
  const { tools, rates } = readBenchSettings({ BENCH_TOOLS: 'k6, embedded', BENCH_RATES: '20, 40' }, []);
  expect(tools).toEqual(['embedded', 'k6']);
  expect(rates).toEqual([20, 40]);
});

test('readBenchSettings() names every problem at once', () => {
  const env = { BENCH_TOOLS: 'wrk', BENCH_RATES: '0', BENCH_SECONDS: 'long', BENCH_REPEAT: '99' };
  expect(() => readBenchSettings(env, ['BENCH_TOOL'])).toThrow(
    /BENCH_TOOL is not a variable of bench[\s\S]*BENCH_TOOLS="wrk"[\s\S]*BENCH_RATES="0"[\s\S]*BENCH_SECONDS="long"[\s\S]*BENCH_REPEAT="99"/,
  );
});
