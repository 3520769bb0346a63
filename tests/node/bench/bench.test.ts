import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CommandRun, runCommand } from '../../helpers/run-poolproof.ts';

const QUICK = { BENCH_TOOLS: 'embedded', BENCH_RATES: '20', BENCH_SECONDS: '1', BENCH_REPEAT: '1' };

interface TruthRun {
  readonly case: string;
  readonly tool: string;
  readonly arrived: number;
  readonly reported: Readonly<Record<string, number>>;
  readonly truth: Readonly<Record<string, number>>;
}

function bench(name: string, env: NodeJS.ProcessEnv): Promise<CommandRun> {
  return runCommand(process.execPath, ['dist/node/poolproof.js', 'bench', name], env);
}

function writtenBy({ resultsDir }: CommandRun, file: string): string {
  const [folder = ''] = readdirSync(resultsDir).filter((name) => name !== 'latest');
  return readFileSync(join(resultsDir, folder, file), 'utf8');
}

test.skipIf(process.platform !== 'linux')(
  'bench truth counts what was sent and compares reported with true',
  async () => {
    const run = await bench('truth', { ...QUICK, BENCH_TOOLS: 'embedded,bare' });
    expect(run.output).toContain('## Truth');
    expect(run.exitCode, run.output).toBe(0);
    const { runs: all } = JSON.parse(writtenBy(run, 'truth.json')) as { runs: TruthRun[] };
    const runs = all.filter(({ tool }) => tool === 'embedded');
    expect(all).toHaveLength(2 * runs.length);
    expect(runs.map((one) => one.case)).toEqual(['constant, 20/s', '1 in 5 slow, 20/s', 'stall, 20/s', 'capped, 20/s']);
    for (const { arrived, reported, truth } of runs) {
      // One at the start of every 50 ms, and maybe one at the very end.
      expect(arrived).toBeGreaterThanOrEqual(20);
      expect(arrived).toBeLessThanOrEqual(21);
      // The server waits 5 ms at least, and a third of a second at most but where requests queue.
      expect(truth.p50).toBeGreaterThan(4);
      expect(reported.p50).toBeGreaterThan(4);
    }
    const page = writtenBy(run, 'truth.md');
    // How late it is has a place beside the others, and no latency of its own.
    expect(page.match(/^\| stall, 20\/s +\| bare /gm)).toHaveLength(1);
    expect(page).toMatch(/^\| constant, 20\/s +\| embedded \| +2[01] of 20 \|/m);
    expect(page).toMatch(/^\| capped, 20\/s .*without k6 +\| not measured \|$/m);
  },
);

test('bench refuses what it does not know', async () => {
  const unknown = await bench('noise', QUICK);
  expect(unknown.output).toContain('There is no bench "noise": give speed or truth');
  expect(unknown.exitCode).toBe(104);
  const refused = await bench('truth', { ...QUICK, BENCH_RATES: 'many' });
  expect(refused.output).toContain('BENCH_RATES="many" is not allowed');
  expect(refused.exitCode).toBe(104);
  expect(existsSync(join(refused.resultsDir, 'latest'))).toBe(false);
});
