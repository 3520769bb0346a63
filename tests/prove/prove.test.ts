import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canSeeProcesses, untilBelow, untilGone } from '../helpers/processes.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand, startCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

const PROVE = ['dist/node/poolproof.js', 'prove'];
const EMBEDDED = { ENGINE: 'embedded' };

test('a world that does not exist is refused with the names of those that do', async () => {
  const { exitCode, output } = await runCommand(process.execPath, PROVE, { ...EMBEDDED, PROVE_ONLY: 'healthy,sunny' });
  expect(output).toContain('PROVE_ONLY="healthy,sunny" is not allowed: give names out of healthy, reset, ');
  expect(exitCode).toBe(104);
});

// Their faults are told by what is counted.
test.for(['leak', 'cache-off'])('the world "%s" comes to its verdict, and its cause is named first', async (world) => {
  const env = { ...EMBEDDED, PROVE_ONLY: world };
  const { exitCode, output, resultsDir } = await runCommand(process.execPath, [ROOMY_COMMAND, 'prove'], env);
  expect(output).toContain('1 of 1 right');
  expect(exitCode).toBe(0);
  const [proof] = JSON.parse(readFileSync(join(resultsDir, 'latest', 'prove.json'), 'utf8')) as { world: string }[];
  expect(proof?.world).toBe(world);
});

test('a misspelt variable of make prove is refused', async () => {
  const { output } = await runCommand('make', ['prove', 'PROVE_ONYL=healthy'], EMBEDDED);
  expect(output).toContain('PROVE_ONYL is not a variable of prove');
});

test.skipIf(!canSeeProcesses)('SIGINT ends the run that is under way, and leaves nothing behind', async () => {
  const run = startCommand(process.execPath, PROVE, { ...EMBEDDED, PROVE_ONLY: 'password' });
  // The command of the run with its engine, guardian, API and Redis.
  const started = await untilBelow(run.child.pid ?? 0, 5);
  run.child.kill('SIGINT');
  const { exitCode } = await run.done;
  expect(exitCode).toBe(105);
  await untilGone(started);
});

const FLAGS_OF_MY_OWN = `import { journey } from 'poolproof';
export default journey({
  variables: { COHORT: { about: 'whose flags', fallback: '' } },
  requests: {
    list: { share: 60, cache: 'warm', send: ({ get }) => get('/config/flags') },
    fresh: { share: 40, cache: 'miss', send: ({ get, unique, env }) => get('/config/flags?cohort=' + env.COHORT + unique) },
  },
});
`;

test.each(ENGINES)(
  'a journey through the flags of the local stack finds what is broken there, on %s',
  async (ENGINE) => {
    const JOURNEY = join(temporaryFolder(), 'mine.ts');
    writeFileSync(JOURNEY, FLAGS_OF_MY_OWN);
    const env = { ENGINE, JOURNEY, COHORT: 'beta', PROVE_ONLY: 'api-errors' };
    const { exitCode, output, resultsDir } = await runCommand(process.execPath, [ROOMY_COMMAND, 'prove'], env);
    expect(output).toContain('1 of 1 ');
    expect(exitCode, output).toBe(0);
    const folder = join(resultsDir, 'latest', `api-errors-${ENGINE}-1`, 'latest');
    const { scenarios, workload } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
    expect(Object.keys(scenarios)).toEqual(['list', 'fresh']);
    expect(workload.settings).toMatchObject({ JOURNEY: 'mine', COHORT: 'beta' });
  },
  120_000,
);

test.each([
  [
    'of another API',
    { JOURNEY: 'journeys/products.ts', PROVE_ONLY: 'healthy' },
    /^Cannot prove with JOURNEY="journeys\/products\.ts": the local stack, which serves feature flags, does not answer it: Cannot list products: \S+\/products answered 404/,
  ],
  ['that is not there', { JOURNEY: 'nowhere.ts' }, /^JOURNEY="nowhere\.ts" is not allowed: there is no such file/],
  [
    'where the answer is known for ours alone',
    { JOURNEY: 'journeys/flags.ts', PROVE_ONLY: 'healthy,size-computed' },
    /^Cannot prove size-computed with a JOURNEY: /,
  ],
  ['made of paths', { PATHS: '/products=100' }, /^PATHS needs BASE_URL, the address of your API/],
])(
  'a journey %s is refused in one line, and nothing is proved',
  async (_what, env, line) => {
    const { exitCode, output } = await runCommand(process.execPath, PROVE, { ...EMBEDDED, ...env });
    expect(output).toMatch(line);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(104);
  },
  60_000,
);
