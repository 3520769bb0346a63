import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ComparedResult } from '../../src/core/compare/compare-runs.ts';
import type { Comparison } from '../../src/core/compare/comparison.ts';
import { runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';
import { syntheticResult } from '../helpers/synthetic-result.ts';

/** Writes results as runs leave them, and gives their paths. */
function results(runs: readonly ComparedResult[]): string {
  return runs
    .map((run) => {
      const file = join(temporaryFolder(), 'result.json');
      writeFileSync(file, JSON.stringify(run));
      return file;
    })
    .join();
}

const runs = (seed: number, addedMs = 0) =>
  [1, 2, 3].map((run) => syntheticResult({ seed: seed + run, addedMs, seconds: 10 }));
const longRun = () => results([syntheticResult({ seed: 900, seconds: 30 })]);

function compare(env: NodeJS.ProcessEnv) {
  return runCommand(process.execPath, ['dist/node/poolproof.js', 'compare'], env);
}

test('ends with 0 where no difference is shown, and leaves compare.json and compare.md', async () => {
  const { exitCode, output } = await compare({ BASE: results(runs(0)), HEAD: results(runs(100)) });
  expect(output).toContain('NO DIFFERENCE SHOWN');
  expect(output).toContain('3 runs of base, 3 of head');
  expect(exitCode).toBe(0);
  const folder = /comparison in (\S+)/.exec(output)?.[1] ?? '';
  const json = JSON.parse(readFileSync(join(folder, 'compare.json'), 'utf8'));
  expect(json).toMatchObject({ schemaVersion: 1, answer: 'no-difference', profile: 'load' });
  expect(readFileSync(join(folder, 'compare.md'), 'utf8')).toContain('### poolproof: no difference shown');
});

test('ends with 99 where head is worse, and with 0 where it is better', async () => {
  const worse = await compare({ BASE: results(runs(0)), HEAD: results(runs(100, 5)) });
  expect(worse.output).toContain('WORSE: head is worse in latency p50');
  expect(worse.exitCode).toBe(99);
  const better = await compare({ BASE: results(runs(0, 5)), HEAD: results(runs(100)) });
  expect(better.output).toContain('BETTER: head is better in latency p50');
  expect(better.exitCode).toBe(0);
});

test('counts the first second for a profile that needs a cold API, and for no other', async () => {
  const calm = Array.from({ length: 10 }, () => ({ level: 1, hitShare: 0, hitFactor: 1 }));
  const cold = calm.map((second, index) => ({ ...second, level: index === 0 ? 50 : 1 }));
  const p99OfHead = async (profile: string) => {
    const side = (seed: number, weather: typeof calm) =>
      results([1, 2, 3].map((run) => ({ ...syntheticResult({ seed: seed + run, weather }), profile })));
    const { output } = await compare({ BASE: side(0, calm), HEAD: side(100, cold) });
    const folder = /comparison in (\S+)/.exec(output)?.[1] ?? '';
    const { metrics } = JSON.parse(readFileSync(join(folder, 'compare.json'), 'utf8')) as Comparison;
    return metrics.find(({ id }) => id === 'p99')?.head;
  };
  expect(await p99OfHead('cold-start')).toBeGreaterThan(50);
  expect(await p99OfHead('load')).toBeLessThan(20);
});

test('says what it found where results cannot be written', async () => {
  const RESULTS_DIR = join(temporaryFolder(), 'file');
  writeFileSync(RESULTS_DIR, '');
  const { exitCode, output } = await compare({ BASE: results(runs(0)), HEAD: results(runs(100)), RESULTS_DIR });
  expect(output).toContain('NO DIFFERENCE SHOWN');
  expect(output).toContain(`Cannot write results to "${RESULTS_DIR}"`);
  expect(exitCode).toBe(5);
});

test('ends with 3 where nothing can be said', async () => {
  const short = () => results([syntheticResult({ seed: 1, seconds: 4 })]);
  const { exitCode, output } = await compare({ BASE: short(), HEAD: short() });
  expect(output).toContain('CANNOT TELL: too little was measured');
  expect(exitCode).toBe(3);
});

test('refuses other circumstances with 104 and both values, unless it is forced', async () => {
  const BASE = longRun();
  const other = syntheticResult({ seed: 901, seconds: 30 });
  const HEAD = results([{ ...other, environment: { ...other.environment, cpuModel: 'another', cpus: 64 } }]);
  const refused = await compare({ BASE, HEAD });
  expect(refused.exitCode).toBe(104);
  expect(refused.output.trimEnd()).toBe(
    'Cannot compare: environment.cpuModel is "a processor" in base and "another" in head; environment.cpus is 2 in base and 64 in head. Run both alike (make ab), or set FORCE=1',
  );
  const forced = await compare({ BASE, HEAD, FORCE: '1' });
  expect(forced.output).toContain('forced: environment.cpus differs: 2 and 64');
  expect(forced.exitCode).toBe(0);
});

test('refuses bad input in a line each, with 104', async () => {
  const nothing = await compare({});
  expect(nothing.exitCode).toBe(104);
  expect(nothing.output.trimEnd().split('\n')).toEqual([
    'BASE="" is not allowed: give a result.json or the folder of a run, or several separated by commas',
    'HEAD="" is not allowed: give a result.json or the folder of a run, or several separated by commas',
  ]);
  const BASE = longRun();
  const empty = temporaryFolder();
  const missing = await compare({ BASE, HEAD: empty });
  expect(missing.exitCode).toBe(104);
  expect(missing.output.trimEnd()).toBe(
    `Cannot read result ${JSON.stringify(join(empty, 'result.json'))}: there is no such file. Give the result.json or the folder of a run`,
  );
  const misspelt = await runCommand('make', ['compare', `BASE=${BASE}`, `HEAD=${BASE}`, 'FORSE=1'], {});
  expect(misspelt.output).toContain('FORSE is not a variable of compare. Did you mean FORCE?');
});

test('leaves `latest` on the newest run', async () => {
  const BASE = longRun();
  const RESULTS_DIR = temporaryFolder();
  const run = join(RESULTS_DIR, 'latest');
  mkdirSync(run);
  await compare({ BASE, HEAD: BASE, RESULTS_DIR });
  expect(() => readFileSync(join(run, 'compare.json'))).toThrow();
});
