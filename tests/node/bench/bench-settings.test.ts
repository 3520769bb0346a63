import { expect, test } from 'vitest';
import { readBenchSettings } from '../../../src/node/bench/bench-settings.ts';

test('readBenchSettings() gives the defaults', () => {
  expect(readBenchSettings('speed', {}, [])).toEqual({
    tools: ['embedded', 'k6', 'bare', 'least', 'artillery', 'autocannon'],
    rates: [50, 500, 2_000],
    seconds: 3,
    repeat: 3,
    resultsDir: 'results',
  });
});

test('readBenchSettings() reads lists', () => {
  const { tools, rates } = readBenchSettings('speed', { BENCH_TOOLS: 'k6, embedded', BENCH_RATES: '20, 40' }, []);
  expect(tools).toEqual(['embedded', 'k6']);
  expect(rates).toEqual([20, 40]);
});

test('readBenchSettings() names every problem at once', () => {
  const env = { BENCH_TOOLS: 'wrk', BENCH_RATES: '0', BENCH_SECONDS: 'long', BENCH_REPEAT: '99' };
  expect(() => readBenchSettings('speed', env, ['BENCH_TOOL'])).toThrow(
    /BENCH_TOOL is not a variable of bench[\s\S]*BENCH_TOOLS="wrk"[\s\S]*BENCH_RATES="0"[\s\S]*BENCH_SECONDS="long"[\s\S]*BENCH_REPEAT="99"/,
  );
});

test('the truth takes longer, unless the user says how long', () => {
  expect(readBenchSettings('truth', {}, []).seconds).toBe(30);
  expect(readBenchSettings('truth', { BENCH_SECONDS: '' }, []).seconds).toBe(30);
  expect(readBenchSettings('truth', { BENCH_SECONDS: '4' }, []).seconds).toBe(4);
});
