// Kills at random moments: whatever is killed, and whenever, nothing may stay behind. KILLS=200 KILL_SEED=7 tries more.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { seededRandom } from '../../src/core/statistics/seeded-random.ts';
import { findOnPath } from '../../src/node/find-on-path.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { type Installation, installHere } from '../helpers/own-installation.ts';
import { canSeeProcesses } from '../helpers/processes.ts';
import { CLEAN_ENV, ENGINES } from '../helpers/run-poolproof.ts';

const KILLS = Number(process.env.KILLS || 20);
const SEED = Number(process.env.KILL_SEED || 1);
const END_TIMEOUT_MS = 40_000;

/** Who is killed, by SIGKILL. The guardian and the engine are killed below a command that goes on. */
const VICTIMS = ['command', 'make', 'terminal', 'guardian', 'engine'] as const;
/** What it was doing: a load against the local stack, or a command of the user that hangs. */
const TASKS = ['stack', 'hanging command'] as const;

interface Kill {
  readonly number: number;
  readonly victim: (typeof VICTIMS)[number];
  readonly task: (typeof TASKS)[number];
  readonly engine: (typeof ENGINES)[number];
  readonly atMs: number;
}

const random = seededRandom(SEED);
const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const kills = Array.from({ length: KILLS }, (_, index): Kill => {
  const victim = oneOf(VICTIMS);
  const task = victim === 'guardian' ? 'stack' : oneOf(TASKS);
  // Half of them at the start, where the one does not know of the other yet.
  const atMs = Math.round(random() < 0.5 ? random() * 400 : random() * 5_000);
  return { number: index + 1, victim, task, engine: oneOf(ENGINES), atMs };
});

let here: Installation;
beforeAll(() => {
  here = installHere(`kills-${process.pid}`);
});
afterAll(() => here.remove());

const isPossible = canSeeProcesses && process.platform === 'linux';

for (const kill of kills) {
  const { number, victim, task, engine, atMs } = kill;
  const isSkipped = !isPossible || (victim === 'terminal' && findOnPath(['script'], process.env.PATH) === undefined);
  test.skipIf(isSkipped)(`${number}: SIGKILL of the ${victim} after ${atMs} ms, ${task}, ${engine}`, async () => {
    const api = await serveFlagApi(healthyApi);
    const { child, output } = start(kill, api.url);
    await sleep(atMs);
    (await victimOf(kill, child))?.();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    // A command that went on ended in order.
    if (victim === 'guardian' || victim === 'engine') expect(output()).not.toContain('    at ');
    await vi.waitFor(() => expect(here.processes()).toEqual([]), { timeout: END_TIMEOUT_MS, interval: 50 });
    // Who is killed cannot clean up: the next run does, of whatever kind.
    if (readdirSync(here.temporary).length > 0) await runNext(api.url);
    expect(readdirSync(here.temporary)).toEqual([]);
  });
}

function start({ victim, task, engine }: Kill, apiUrl: string): { child: ChildProcess; output: () => string } {
  const profile = task === 'stack' ? 'load' : 'failover';
  const commands: Record<Kill['victim'], readonly string[]> = {
    command: [process.execPath, here.command, 'run', profile],
    guardian: [process.execPath, here.command, 'run', profile],
    engine: [process.execPath, here.command, 'run', profile],
    make: ['make', profile],
    terminal: ['script', '-qec', `exec make ${profile}`, '/dev/null'],
  };
  const [file = '', ...args] = commands[victim];
  const hanging = {
    BASE_URL: apiUrl,
    DURATION: '1s',
    OUTAGE: '60s',
    FAULT_CMD: 'sleep 600 & wait',
    RECOVER_CMD: 'true',
  };
  // The guardian and the engine are killed before such a run would end; it is over soon after.
  const load = task === 'stack' ? { DURATION: victim === 'guardian' ? '6s' : '60s', PORT: '47001' } : hanging;
  const child = spawn(file, args, {
    cwd: here.folder,
    env: {
      ...CLEAN_ENV,
      ...load,
      RATE: '20',
      ENGINE: engine,
      RESULTS_DIR: 'results',
      TMPDIR: here.temporary,
      K6_NO_USAGE_REPORT: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return { child, output: () => output };
}

/** What kills the victim, as soon as it is there; undefined when the run has ended before. */
async function victimOf({ victim, engine }: Kill, child: ChildProcess): Promise<(() => void) | undefined> {
  if (victim !== 'guardian' && victim !== 'engine') return () => child.kill('SIGKILL');
  const commandLine = victim === 'guardian' ? /dist\/node\/stack\.js/ : engine === 'k6' ? /^k6 run/ : /engine\.cjs run/;
  while (child.exitCode === null) {
    const found = here.processes().find(([, line]) => commandLine.test(line));
    if (found !== undefined) return () => void process.kill(found[0], 'SIGKILL');
    await sleep(5);
  }
  return undefined;
}

async function runNext(apiUrl: string): Promise<void> {
  const child = spawn(process.execPath, [here.command, 'run', 'smoke'], {
    cwd: here.folder,
    env: { ...CLEAN_ENV, BASE_URL: apiUrl, ENGINE: 'embedded', RESULTS_DIR: 'results', TMPDIR: here.temporary },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'close');
}
