// A function of AWS Lambda is made cold, and set back however the run ends.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type ColdFunction,
  functionOfAws,
  OWN_VARIABLES,
  type PlayedFunction,
  playFunction,
} from '../helpers/aws/cold-function.ts';
import type { Fault } from '../helpers/aws/lambda-proxy.ts';
import { MOTO_SKIP_REASON, type Moto, startMoto } from '../helpers/aws/moto.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import {
  type CommandRun,
  ENGINES,
  runCommand,
  runPoolproof,
  type StartedCommand,
  startCommand,
  startPoolproof,
} from '../helpers/run-poolproof.ts';

let moto: Moto;
const isPlayed = MOTO_SKIP_REASON === '';
beforeAll(async () => {
  if (isPlayed) moto = await startMoto();
});
afterAll(() => moto?.stop());

const WORLDS = [
  ...(isPlayed ? [['moto', () => playFunction(moto)] as const] : []),
  ...(functionOfAws(process.env) ? [['AWS', async () => functionOfAws(process.env) as ColdFunction] as const] : []),
];

const coldStart = (env: NodeJS.ProcessEnv): Promise<CommandRun> => runPoolproof(env, 'cold-start');
const coldRestore = (env: NodeJS.ProcessEnv): Promise<CommandRun> =>
  runCommand(process.execPath, [ROOMY_COMMAND, 'cold-restore'], env);

/** Files with what is to be set back. */
function recordsOf({ env }: ColdFunction): string[] {
  const folder = join(env.XDG_STATE_HOME, 'poolproof', 'cold-start');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** Starts a cold start, and waits until it says something. */
async function startUntil(line: string, env: NodeJS.ProcessEnv): Promise<StartedCommand> {
  const run = startPoolproof({ DURATION: '30s', ...env }, 'cold-start');
  await vi.waitFor(() => expect(run.output()).toContain(line), { timeout: 60_000, interval: 50 });
  return run;
}

const UPDATE = 'lambda:UpdateFunctionConfiguration';
const MADE_COLD = 'has new environments';

describe.each(WORLDS)('on %s', (_world, open) => {
  test.each(ENGINES)(
    'all environments are new, first requests and warm phase are judged, and the function is as before, on %s',
    async (ENGINE) => {
      const lambda = await open();
      const before = await lambda.variables();
      const { result, output, exitCode } = await coldStart({ ...lambda.env, ENGINE });
      expect(output).toContain('HEALTHY');
      expect(exitCode).toBe(0);
      const { by, environments = 0, newEnvironments, notCold } = result?.lambda?.coldStart ?? {};
      expect({ by, newEnvironments, notCold }).toEqual({
        by: 'environment',
        newEnvironments: environments,
        notCold: undefined,
      });
      expect(environments).toBeGreaterThan(0);
      expect(
        result?.rules.filter(({ scenario }) => scenario).map(({ scenario, status }) => `${scenario} ${status}`),
      ).toEqual(expect.arrayContaining(['cold pass', 'warm pass']));
      expect(result?.rules.find(({ id }) => id === 'lambda-new-environments')).toMatchObject({
        status: 'pass',
        actual: 1,
      });
      expect(await lambda.variables()).toEqual(before);
      expect(recordsOf(lambda)).toEqual([]);
    },
  );

  test.each(ENGINES)('a command that was killed on %s is made good by cold-restore', async (ENGINE) => {
    const lambda = await open();
    const before = await lambda.variables();
    const run = await startUntil(MADE_COLD, { ...lambda.env, ENGINE });
    run.child.kill('SIGKILL');
    await run.done;
    expect(Object.keys(await lambda.variables())).toContain('POOLPROOF_COLD');
    const [record = ''] = recordsOf(lambda);
    expect(statSync(record).mode & 0o777).toBe(0o600);
    // Nothing of the other variables, which may be secrets.
    expect(JSON.parse(readFileSync(record, 'utf8'))).toEqual({
      functionArn: expect.stringMatching(/^arn:aws:lambda:[^:]+:\d+:function:[^:]+$/),
      change: { by: 'environment', mark: (await lambda.variables()).POOLPROOF_COLD },
      at: expect.any(String),
      pid: run.child.pid,
      host: expect.any(String),
    });
    const { output, exitCode } = await coldRestore(withoutLoad(lambda.env));
    expect(output).toBe(`poolproof: ${lambda.name} has its settings back\n`);
    expect(exitCode).toBe(0);
    expect(await lambda.variables()).toEqual(before);
    expect(recordsOf(lambda)).toEqual([]);
  });

  test('a pause without concurrency leaves what was reserved', async () => {
    const lambda = await open();
    const before = await lambda.reserved();
    const { result } = await coldStart({ ...lambda.env, COLD_BY: 'concurrency' });
    expect(result?.lambda?.coldStart?.by).toBe('concurrency');
    expect(await lambda.reserved()).toBe(before);
    expect(recordsOf(lambda)).toEqual([]);
  });
});

/** What cold-restore reads of the settings of a run. */
function withoutLoad({
  COLD: _cold,
  COLD_PAUSE: _pause,
  BASE_URL: _url,
  LAMBDA_FUNCTION: _function,
  ...env
}: NodeJS.ProcessEnv) {
  return env;
}

describe.skipIf(!isPlayed)('on moto, with somebody else at it or a fault', () => {
  const untouched = async (lambda: ColdFunction): Promise<void> => {
    expect(await lambda.variables()).toEqual(OWN_VARIABLES);
    expect(recordsOf(lambda)).toEqual([]);
  };

  test('an API behind an alias stays warm: nothing is judged, and the reason is said', async () => {
    const lambda = await playFunction(moto, {}, { alias: 'live' });
    const { result, output, exitCode } = await coldStart(lambda.env);
    expect(exitCode).toBe(3);
    expect(result?.verdict.sentence).toContain(
      'version 1 answered, and a changed variable makes environments of $LATEST new. Is an alias in front of it?',
    );
    expect(output).toContain('NOT JUDGED');
    const statuses = result?.rules.filter(({ scenario }) => scenario === 'cold').map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['not-judged']));
    await untouched(lambda);
  });

  test('environments that stay are no cold start', async () => {
    const lambda = await playFunction(moto, {}, { isWarm: true });
    const { result, exitCode } = await coldStart({ ...lambda.env, COLD_CMD: 'true' });
    expect(exitCode).toBe(3);
    expect(result?.lambda?.coldStart).toMatchObject({
      by: 'command',
      notCold: expect.stringContaining('no environment was new'),
    });
    expect(lambda.calls).not.toContain(UPDATE);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s in the middle of the load sets the function back', async (signal) => {
    const lambda = await playFunction(moto);
    const run = await startUntil(MADE_COLD, lambda.env);
    run.child.kill(signal);
    const { exitCode, output } = await run.done;
    expect(output).toContain(`${lambda.name} has its settings back`);
    expect(exitCode).toBe(105);
    await untouched(lambda);
  });

  test('Ctrl-C while the update is under way sets the function back, and nothing is sent', async () => {
    let run: StartedCommand | undefined;
    const lambda = await playFunction(moto, {
      updateLooks: 3,
      onChange() {
        run?.child.kill('SIGINT');
        run = undefined;
      },
    });
    const started = startPoolproof(lambda.env, 'cold-start');
    run = started;
    expect((await started.done).exitCode).toBe(105);
    expect(lambda.api.requestCount()).toBe(0);
    await untouched(lambda);
  });

  test('a make that was killed sets the function back, and make cold-restore takes what AWS tools take', async () => {
    const lambda = await playFunction(moto);
    const env = { ...lambda.env, ENGINE: 'embedded', RATE: '20', DURATION: '30s' };
    const make = startCommand('make', ['cold-start'], env);
    await vi.waitFor(() => expect(make.output()).toContain(MADE_COLD), { timeout: 60_000, interval: 50 });
    make.child.kill('SIGKILL');
    expect((await make.done).output).toContain(`${lambda.name} has its settings back`);
    await untouched(lambda);
    await lambda.setVariables({ ...OWN_VARIABLES, POOLPROOF_COLD: 'left' });
    const typed = [`LAMBDA_FUNCTION=${lambda.name}`, 'AWS_REGION=eu-central-1'];
    const { exitCode } = await runCommand('make', ['cold-restore', ...typed], withoutLoad(lambda.env));
    expect(exitCode).toBe(0);
    await untouched(lambda);
  });

  test('a second Ctrl-C ends at once, and says what sets the function back', async () => {
    let restoring = 0;
    const lambda = await playFunction(moto, {
      onCall: async (action) => {
        if (action !== UPDATE) return undefined;
        restoring += 1;
        if (restoring === 2) run.child.kill('SIGINT');
        // Never answered: the connection goes when the command does.
        return restoring === 2 ? new Promise<Fault>(() => {}) : undefined;
      },
    });
    const run = await startUntil(MADE_COLD, lambda.env);
    run.child.kill('SIGINT');
    const { output } = await run.done;
    expect(output.trim().split('\n').at(-1)).toBe(
      `poolproof: make cold-restore LAMBDA_FUNCTION=${lambda.name} sets ${lambda.name} back (${recordsOf(lambda)[0]})`,
    );
    expect((await coldRestore(withoutLoad(lambda.env))).exitCode).toBe(0);
    await untouched(lambda);
  });

  test('what others change meanwhile stays, and only our variable goes', async () => {
    let updates = 0;
    let isOther = false;
    const lambda: PlayedFunction = await playFunction(moto, {
      updateLooks: 0,
      async onCall(action) {
        if (action !== UPDATE || isOther) return undefined;
        updates += 1;
        // Each time just before it: its revision is an old one then.
        isOther = updates === 1 || updates === 3;
        if (isOther) await lambda.setVariables({ ...(await lambda.variables()), [`ADDED_${updates}`]: 'yes' });
        isOther = false;
        return undefined;
      },
    });
    const { exitCode } = await coldStart(lambda.env);
    expect(exitCode).toBe(0);
    expect(updates).toBe(4);
    expect(await lambda.variables()).toEqual({ ...OWN_VARIABLES, ADDED_1: 'yes', ADDED_3: 'yes' });
    expect(recordsOf(lambda)).toEqual([]);
  });

  test('a change is tried again when it is throttled, refused by a faulty server, cut off, or met by an update of others', async () => {
    const faults: Fault[] = [
      [429, 'TooManyRequestsException'],
      [500, 'ServiceException'],
      'cut',
      [409, 'ResourceConflictException'],
    ];
    // For each of the two changes.
    const left = [...faults, undefined, ...faults];
    const lambda = await playFunction(moto, {
      onCall: (action) => (action === UPDATE ? left.shift() : undefined),
    });
    const { exitCode } = await coldStart(lambda.env);
    expect(exitCode).toBe(0);
    expect(left).toEqual([]);
    await untouched(lambda);
  });

  test('a change whose answer was lost is seen to be made', async () => {
    let updates = 0;
    const lambda = await playFunction(moto, {
      onCall(action) {
        if (action !== UPDATE) return undefined;
        updates += 1;
        return updates === 1 || updates === 3 ? 'answer lost' : undefined;
      },
    });
    const { exitCode } = await coldStart(lambda.env);
    expect(exitCode).toBe(0);
    // The SDK tries each again, and is told that the revision is another one.
    expect(updates).toBe(4);
    await untouched(lambda);
  });

  test('a missing permission is named, and nothing is touched or sent', async () => {
    const lambda = await playFunction(moto, { onCall: (action) => (action === UPDATE ? 'denied' : undefined) });
    const { output, exitCode } = await coldStart(lambda.env);
    expect(output).toContain(
      'Cannot make the API cold: the permission lambda:UpdateFunctionConfiguration is missing for arn:aws:iam::123456789012:user/ci; docs/lambda.md has the policy that is needed',
    );
    expect(exitCode).toBe(4);
    expect(lambda.api.requestCount()).toBe(0);
    await untouched(lambda);
  });

  test.each(['Get', 'Put', 'Delete'])(
    'without the permission for lambda:%sFunctionConcurrency no concurrency is taken away',
    async (verb) => {
      const action = `lambda:${verb}FunctionConcurrency`;
      const lambda = await playFunction(moto, { onCall: (called) => (called === action ? 'denied' : undefined) });
      const { output, exitCode } = await coldStart({ ...lambda.env, COLD_BY: 'concurrency' });
      expect(output).toContain(`the permission ${action} is missing`);
      expect(exitCode).toBe(verb === 'Put' ? 4 : 104);
      expect(lambda.api.requestCount()).toBe(0);
      expect(await lambda.reserved()).toBe(null);
      expect(recordsOf(lambda)).toEqual([]);
    },
  );

  test('what cannot be set back ends the run with 7, says so, and cold-restore does it later', async () => {
    let isDown = false;
    let wasDown = false;
    const lambda = await playFunction(moto, {
      onCall: () => (isDown ? 'cut' : undefined),
      onChange() {
        isDown = !wasDown;
      },
      updateLooks: 0,
    });
    const env = { ...lambda.env, AWS_MAX_ATTEMPTS: '2' };
    const { output, exitCode } = await coldStart(env);
    expect(output).toContain(`${lambda.name} does not have its settings back`);
    expect(exitCode).toBe(7);
    expect((await coldRestore(withoutLoad(env))).exitCode).toBe(7);
    isDown = false;
    wasDown = true;
    expect((await coldRestore(withoutLoad(env))).exitCode).toBe(0);
    await untouched(lambda);
  });

  test('the next run sets back what a killed one left, and says so', async () => {
    const lambda = await playFunction(moto);
    const run = await startUntil(MADE_COLD, lambda.env);
    run.child.kill('SIGKILL');
    await run.done;
    const { output, exitCode } = await coldStart(lambda.env);
    expect(output).toMatch(/a run of \S+ was killed before it had set \S+ back/);
    expect(exitCode).toBe(0);
    await untouched(lambda);
  });

  test('a run in the middle of another is refused, and so is cold-restore', async () => {
    const lambda = await playFunction(moto);
    const first = await startUntil(MADE_COLD, lambda.env);
    const second = await coldStart(lambda.env);
    expect(second.output).toContain(`process ${first.child.pid} of this machine has been at it since`);
    expect(second.exitCode).toBe(104);
    // As on another machine: the function itself tells.
    const elsewhere = await coldStart({ ...lambda.env, XDG_STATE_HOME: join(lambda.env.XDG_STATE_HOME, 'elsewhere') });
    expect(elsewhere.output).toMatch(/its variable POOLPROOF_COLD=\S+ says that another run is at it, or was killed/);
    expect((await coldRestore(withoutLoad(lambda.env))).output).toContain(`End it first: kill ${first.child.pid}`);
    expect(Object.keys(await lambda.variables())).toContain('POOLPROOF_COLD');
    first.child.kill('SIGTERM');
    await first.done;
    await untouched(lambda);
  });

  test('cold-restore takes out what a run on another machine left, when it is named', async () => {
    const lambda = await playFunction(moto);
    await lambda.setVariables({ ...OWN_VARIABLES, POOLPROOF_COLD: 'left' });
    const { LAMBDA_FUNCTION } = lambda.env;
    const { output, exitCode } = await coldRestore({ ...withoutLoad(lambda.env), LAMBDA_FUNCTION });
    expect(output).toContain('has its settings back: POOLPROOF_COLD was left by a run on another machine');
    expect(exitCode).toBe(0);
    await untouched(lambda);
    const again = await coldRestore({ ...withoutLoad(lambda.env), LAMBDA_FUNCTION });
    expect(again.output).toBe(`poolproof: ${lambda.name} has nothing to be set back\n`);
    const none = await coldRestore(withoutLoad(lambda.env));
    expect(none.output).toBe('poolproof: no run of this user left anything to be set back\n');
  });

  test('a reserved concurrency is given back after a SIGKILL, unless somebody else set another', async () => {
    const lambda = await playFunction(moto);
    await lambda.reserve(25);
    const env = { ...lambda.env, COLD_BY: 'concurrency', COLD_PAUSE: '10m' };
    for (const [meanwhile, after] of [
      [undefined, 25],
      [40, 40],
    ] as const) {
      const run = startPoolproof(env, 'cold-start');
      await vi.waitFor(async () => expect(await lambda.reserved()).toBe(0), { timeout: 60_000, interval: 50 });
      run.child.kill('SIGKILL');
      await run.done;
      if (meanwhile !== undefined) await lambda.reserve(meanwhile);
      const { exitCode } = await coldRestore(withoutLoad(env));
      expect(exitCode).toBe(0);
      expect(await lambda.reserved()).toBe(after);
      expect(recordsOf(lambda)).toEqual([]);
    }
  });

  test('a function that was deleted meanwhile has nothing to be set back', async () => {
    const lambda = await playFunction(moto);
    const run = await startUntil(MADE_COLD, lambda.env);
    await lambda.remove();
    run.child.kill('SIGINT');
    const { output, exitCode } = await run.done;
    expect(output).toContain(`${lambda.name} is gone: nothing is to be set back`);
    expect(exitCode).toBe(105);
    expect(recordsOf(lambda)).toEqual([]);
  });

  test('a record that somebody changed is left alone, and named', async () => {
    const lambda = await playFunction(moto);
    const folder = join(lambda.env.XDG_STATE_HOME, 'poolproof', 'cold-start');
    const file = join(folder, 'changed.json');
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, '{}');
    for (const run of [await coldStart(lambda.env), await coldRestore(withoutLoad(lambda.env))]) {
      expect(run.output).toContain(`Cannot read ${file}`);
      expect(run.exitCode).toBe(7);
    }
    expect(readFileSync(file, 'utf8')).toBe('{}');
    expect(await lambda.variables()).toEqual(OWN_VARIABLES);
  });

  test('Ctrl-C in the pause without concurrency gives it back', async () => {
    const lambda = await playFunction(moto);
    const run = startPoolproof({ ...lambda.env, COLD_BY: 'concurrency', COLD_PAUSE: '10m' }, 'cold-start');
    await vi.waitFor(async () => expect(await lambda.reserved()).toBe(0), { timeout: 60_000, interval: 50 });
    run.child.kill('SIGINT');
    expect((await run.done).exitCode).toBe(105);
    expect(await lambda.reserved()).toBe(null);
    expect(lambda.api.requestCount()).toBe(0);
  });

  test.each<[NodeJS.ProcessEnv, number, string]>([
    [{ QUALIFIER: ':1' }, 104, 'a changed variable touches $LATEST only, and never the version behind 1'],
    [{ COLD_BY: 'concurrency', COLD_CMD: 'true' }, 104, 'COLD_BY and COLD_CMD are both set'],
    [{ COLD_BY: 'restart' }, 104, 'COLD_BY="restart" is not allowed: give environment or concurrency'],
    [{ COLD_BY: 'concurrency', LAMBDA_FUNCTION: '' }, 104, 'COLD_BY is set and LAMBDA_FUNCTION is not'],
    [{ XDG_STATE_HOME: '/dev/null' }, 5, 'what is to be set back cannot be written down'],
  ])('%o ends with %i, and nothing is touched', async ({ QUALIFIER = '', ...env }, code, problem) => {
    const lambda = await playFunction(moto);
    const LAMBDA_FUNCTION = `${lambda.name}${QUALIFIER}`;
    const { output, exitCode } = await coldStart({ ...lambda.env, LAMBDA_FUNCTION, ...env });
    expect(output).toContain(problem);
    expect(exitCode).toBe(code);
    expect(await lambda.variables()).toEqual(OWN_VARIABLES);
    expect(lambda.api.requestCount()).toBe(0);
  });

  test('a function that serves nobody is refused', async () => {
    const lambda = await playFunction(moto);
    await lambda.reserve(0);
    const { output, exitCode } = await coldStart({ ...lambda.env, COLD_BY: 'concurrency' });
    expect(output).toContain('its reserved concurrency is 0 already');
    expect(exitCode).toBe(104);
    expect(await lambda.reserved()).toBe(0);
  });
});
