import { maskUrl } from '../../core/text/mask-url.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { startShell } from '../processes/run-shell.ts';
import { exitNumberOf } from '../processes/start-process.ts';
import { poll } from '../stack/poll.ts';
import { UserError } from '../user-error.ts';

const START_TIMEOUT_MS = 60_000;
const ANSWER_TIMEOUT_MS = 2_000;
const STOP_GRACE_MS = 5_000;

interface UserApiOptions {
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
  const shell = startShell(command, { env, logFile });
  const ended = new AbortController();
  void shell.exited.then((end) =>
    ended.abort(end.error ?? new Error(`it ended with ${exitNumberOf(end)}: ${shell.lastLine()}`)),
  );
  const api = { stop: () => shell.stop(STOP_GRACE_MS) };
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
      : `${maskUrl(readyUrl)} does not answer (${(error as Error).message}). The command must listen on PORT`;
    throw new UserError(`Cannot start ${name}: ${reason}`, EXIT_CODE.stackFailed);
  }
}

/** Resolves when a GET is answered well. */
export async function askForAnswer(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  await response.body?.cancel();
  // An API need not have anything at its root.
  const isUp = response.ok || (new URL(url).pathname === '/' && response.status < 500);
  if (!isUp) throw new Error(`status ${response.status}`);
}
