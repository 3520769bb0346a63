import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { dieWithParent } from '../die-with-parent.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { poll } from '../stack/poll.ts';
import { UserError } from '../user-error.ts';

const START_TIMEOUT_MS = 60_000;
const ANSWER_TIMEOUT_MS = 2_000;
const STOP_GRACE_MS = 5_000;
const LOOK_AGAIN_MS = 20;

export interface UserApiOptions {
  /** Name of the variable that holds the command. */
  readonly name: string;
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
  /** Answers as soon as the API is ready. */
  readonly readyUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Gets what it prints. */
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/** An API that a command of the user started. */
export interface UserApi {
  /** Ends it with all processes it started, and resolves when none is left. */
  stop(): Promise<void>;
}

/**
 * Starts `sh -c <command>` in a process group of its own, which Ctrl-C in the terminal does not reach, and waits until it
 * answers.
 *
 * @throws UserError when it ends before, or does not answer within 60 s; then nothing of it is left
 */
export async function startUserApi(options: UserApiOptions): Promise<UserApi> {
  const { name, command, env, readyUrl, headers, logFile, signal } = options;
  const log = openSync(logFile, 'a');
  const [file = 'sh', ...args] = [...dieWithParent(), 'sh', '-c', command];
  const child = spawn(file, args, { env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new AbortController();
  child.once('error', (error) => ended.abort(error));
  child.once('exit', (code, endedBy) =>
    ended.abort(
      new Error(`it ended with ${code ?? 128 + constants.signals[endedBy ?? 'SIGKILL']}: ${lastLine(logFile)}`),
    ),
  );
  const api = { stop: () => stopGroup(child.pid) };
  try {
    await poll(() => askForAnswer(readyUrl, headers), START_TIMEOUT_MS, AbortSignal.any([signal, ended.signal]));
    // Something else may answer on the port that the command has just failed to open.
    ended.signal.throwIfAborted();
    return api;
  } catch (error) {
    await api.stop();
    signal.throwIfAborted();
    const reason = ended.signal.aborted
      ? (ended.signal.reason as Error).message
      : `${readyUrl} does not answer (${(error as Error).message}). The command has to listen on PORT`;
    throw new UserError(`Cannot start ${name}=${JSON.stringify(command)}: ${reason}`, EXIT_CODE.stackFailed);
  }
}

async function askForAnswer(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`status ${response.status}`);
}

async function stopGroup(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  const killAtMs = performance.now() + STOP_GRACE_MS;
  sendToGroup(pid, 'SIGTERM');
  while (sendToGroup(pid, 0)) {
    if (performance.now() >= killAtMs) sendToGroup(pid, 'SIGKILL');
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Whether there was anybody left to send it to. */
function sendToGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) || 'it said nothing';
}
