import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Result } from '../../src/core/result/result.ts';
import { hasK6 } from './k6-on-path.ts';
import { ROOMY_COMMAND } from './roomy-limits.ts';

/** The engines to test on this machine. */
export const ENGINES = hasK6 ? (['embedded', 'k6'] as const) : (['embedded'] as const);

export interface CommandRun {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** stdout and stderr as they came. */
  readonly output: string;
  /** The folder that keeps the results of the run. */
  readonly resultsDir: string;
  /** `result.json` of the run; undefined when there is none. */
  readonly result: Result | undefined;
}

/** For what downloads packages: the certificates that vitest.config.ts keeps from all else. */
export const DOWNLOADS: NodeJS.ProcessEnv = { NODE_EXTRA_CA_CERTS: process.env.DOWNLOAD_CA_CERTS };

/** Variables of the developer's shell that would change what a test tests. */
export const CLEAN_ENV: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
for (const name of [
  'BASE_URL',
  'REDIS_URL',
  'RATE',
  'DURATION',
  'ENGINE',
  'MAKELEVEL',
  'MAKEFLAGS',
  'MAKE_PID',
  'RESULTS_DIR',
  'GITHUB_ACTIONS',
  'GITHUB_STEP_SUMMARY',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
])
  delete CLEAN_ENV[name];

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a profile, short by default and with roomy limits on times, and waits for its end. */
export async function runPoolproof(env: NodeJS.ProcessEnv, profile = 'load'): Promise<CommandRun> {
  return startPoolproof(env, profile).done;
}

/** Starts a profile, short by default and with roomy limits on times. */
export function startPoolproof(env: NodeJS.ProcessEnv, profile = 'load', command = ROOMY_COMMAND): StartedCommand {
  return startCommand(process.execPath, [command, 'run', profile], {
    RATE: '20',
    DURATION: '2s',
    ...env,
  });
}

/** Runs a profile, short by default, with the limits that users have: for tests that measure. */
export async function measurePoolproof(env: NodeJS.ProcessEnv, profile = 'load'): Promise<CommandRun> {
  return startPoolproof(env, profile, 'dist/node/poolproof.js').done;
}

/** Runs any command in the clean environment of the tests, and waits for its end. */
export async function runCommand(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandRun> {
  return startCommand(file, args, env).done;
}

export interface StartedCommand {
  readonly child: ChildProcess;
  readonly done: Promise<CommandRun>;
  /** What it has printed so far. */
  readonly output: () => string;
}

/** Starts a command that ends with the test at the latest. */
export function startCommand(file: string, args: readonly string[], env: NodeJS.ProcessEnv): StartedCommand {
  const resultsDir = env.RESULTS_DIR ?? temporaryFolder();
  const child = spawn(file, args, {
    env: { ...CLEAN_ENV, RESULTS_DIR: resultsDir, K6_NO_USAGE_REPORT: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  onTestFinished(() => void child.kill('SIGKILL'));
  const done = new Promise<CommandRun>((resolve) => {
    child.once('close', (exitCode, signal) =>
      resolve({ exitCode, signal, output, resultsDir, result: readResult(resultsDir) }),
    );
  });
  return { child, done, output: () => output };
}

function readResult(resultsDir: string): Result | undefined {
  const file = join(resultsDir, 'latest', 'result.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
}
