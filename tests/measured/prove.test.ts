import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../helpers/run-poolproof.ts';
import { skipIfTooBusy } from '../helpers/too-busy.ts';

// `make prove` in short: the healthy world, and one whose fault is told by times; tests/prove has others.
test.for(['healthy', 'redis-stall'])(
  'the world "%s" comes to its verdict, and its cause is named first',
  async (world, context) => {
    const env = { ENGINE: 'embedded', PROVE_ONLY: world };
    const command = [process.execPath, ['dist/node/poolproof.js', 'prove'], env] as const;
    const run = await runCommand(...command);
    skipIfTooBusy(context, run);
    const { exitCode, output, resultsDir } = run;
    expect(output).toContain('1 of 1 right');
    expect(exitCode).toBe(0);
    const [proof] = JSON.parse(readFileSync(join(resultsDir, 'latest', 'prove.json'), 'utf8')) as { world: string }[];
    expect(proof?.world).toBe(world);
  },
);

test('a size that is computed is within one of that of the time injected', async (context) => {
  const env = { ENGINE: 'embedded', PROVE_ONLY: 'size-computed' };
  const run = await runCommand(process.execPath, ['dist/node/poolproof.js', 'prove'], env);
  skipIfTooBusy(context, run);
  expect(run.output).toContain('1 of 1 pool sizes within one of the truth');
  expect(run.exitCode).toBe(0);
});
