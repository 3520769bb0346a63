import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { maskUrl } from '../../core/text/mask-url.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { hostOf } from '../host-of.ts';
import { runUserCommand } from '../processes/run-user-command.ts';
import { poll } from '../stack/poll.ts';
import { UserError } from '../user-error.ts';

const COMMAND_TIMEOUT_MS = 300_000;
const CONNECT_TIMEOUT_MS = 60_000;
const TRY_TIMEOUT_MS = 1_000;

interface ColdOptions {
  /** COLD_CMD. */
  readonly command: string;
  /** Of the API. */
  readonly baseUrl: string;
  /** Gets `cold.log`, with what the command prints. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Has the user's command make the API cold, and waits until connections to it are accepted again. Nothing is sent over
 * them: the first request that the API sees is to be one of the load.
 *
 * @throws UserError when the command fails or takes longer than 5 min, or nobody listens 60 s after it
 */
export async function makeCold({ command, baseUrl, folder, signal }: ColdOptions): Promise<void> {
  const logFile = join(folder, 'cold.log');
  try {
    await runUserCommand('COLD_CMD', command, { logFile, timeoutMs: COMMAND_TIMEOUT_MS, signal }).done;
    await poll(() => knock(baseUrl), CONNECT_TIMEOUT_MS, signal);
  } catch (error) {
    if (signal.aborted) return;
    throw new UserError(`Cannot make the API cold: ${(error as Error).message}`, EXIT_CODE.stackFailed);
  }
}

/** Opens a connection and closes it. */
async function knock(baseUrl: string): Promise<void> {
  const { port, protocol } = new URL(baseUrl);
  const socket = connect({ host: hostOf(baseUrl), port: Number(port) || (protocol === 'https:' ? 443 : 80) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TRY_TIMEOUT_MS) });
  } catch (error) {
    const { name, message } = error as Error;
    throw new Error(
      `nobody listens at ${maskUrl(baseUrl)} after COLD_CMD (${name === 'AbortError' ? 'no answer' : message}). It must end when the API is about to be up`,
    );
  } finally {
    socket.destroy();
  }
}
