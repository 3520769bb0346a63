import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** How a run of a script ended. */
export interface ScriptRun {
  readonly exitCode: number | null;
  /** What ended it, unless it ended by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface ScriptRunOptions {
  readonly engine?: 'k6' | 'embedded';
  readonly command?: 'run' | 'inspect';
  readonly args?: readonly string[];
  /** Copied to where the script runs, for what it opens or imports. */
  readonly folder?: string;
  readonly fileName?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process id once stderr contains the text. */
  readonly onLog?: { readonly text: string; readonly act: (pid: number) => void };
}

/** Without what the developer's shell tells k6, which scripts would see. */
const CLEAN_ENV = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:K6_|NO_COLOR$)/.test(name)));

/** The embedded engine as it was built for users: what they run is what is tested. */
export const EMBEDDED_ENGINE = resolve('dist/engine/engine.cjs');

/** Runs the text of a script as k6 would be run, quietly, in a folder of its own. */
export async function runScript(source: string, options: ScriptRunOptions = {}): Promise<ScriptRun> {
  const { engine = 'embedded', command = 'run', args = [], env = {}, onLog, fileName = 'script.js' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-script-'));
  if (options.folder) cpSync(options.folder, folder, { recursive: true });
  writeFileSync(join(folder, fileName), source);
  const quiet = command === 'run' ? ['--quiet'] : [];
  const [file, ...before] = engine === 'k6' ? ['k6'] : [process.execPath, EMBEDDED_ENGINE];
  const child = spawn(file ?? '', [...before, command, ...quiet, ...args, fileName], {
    cwd: folder,
    env: { ...CLEAN_ENV, K6_NO_USAGE_REPORT: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 50_000,
  });
  let stdout = '';
  let stderr = '';
  let hasActed = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (!onLog || hasActed || !stderr.includes(onLog.text) || child.pid === undefined) return;
    hasActed = true;
    onLog.act(child.pid);
  });
  const ending = await new Promise<Pick<ScriptRun, 'exitCode' | 'signal'>>((done, fail) => {
    child.once('error', fail);
    child.once('close', (exitCode, signal) => done({ exitCode, signal }));
  });
  rmSync(folder, { recursive: true, force: true });
  return { ...ending, stdout, stderr };
}
