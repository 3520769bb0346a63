import { fileURLToPath } from 'node:url';
import { yesOrNo } from '../../core/settings/parsers.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { OutageKind } from '../faults/outage-kind.ts';
import { type StartedProcess, startProcess } from '../processes/start-process.ts';
import { sweepStaleRunFolders } from '../run-folder.ts';
import { UserError } from '../user-error.ts';
import { ensureRedisServer } from './ensure-redis-server.ts';
import type { ChildExited, CommandMessage, GuardianMessage, OutageDone } from './guardian-message.ts';

/** More than the guardian needs to stop API and Redis, each by force. */
const STOP_TIMEOUT_MS = 6000;

interface StackOptions {
  /** Where api.log and redis.log go, and faults.log if there are REDIS_FAULTS. */
  logDir: string;
  /** Hears in one line what takes time: an installation. */
  say: (line: string) => void;
  /**
   * REDIS_URL, DATABASE_URL, PORT, CACHE_TTL, REDIS_POOL_SIZE, LOG_LEVEL, REDIS_SERVER, and what is to be broken on purpose:
   * FAULT_*, REDIS_FAULTS; by default that of this process.
   */
  environment?: NodeJS.ProcessEnv;
  /** Whether Redis is to be taken away on demand: everyone then reaches it through a proxy. */
  hasOutages?: boolean;
  /** The built guardian; by default the one beside the built command. */
  guardianFile?: string;
}

export interface Stack {
  /** Of the reference API, such as http://127.0.0.1:3001. */
  baseUrl: string;
  redisUrl: string;
  /** Takes Redis away now, or brings it back when no kind is named; needs `hasOutages`. Rejects with what went wrong. */
  setOutage(kind?: OutageKind): Promise<void>;
  /** Stops everything and resolves when nothing is left; harmless when called again. */
  stop(): Promise<void>;
  /** Has `listener` called when a process of the stack ends by itself; those that ended before are told at once. */
  onChildExit(listener: (exit: ChildExited) => void): void;
}

/**
 * Starts the local stack: a private Redis, unless REDIS_URL names one, and the reference API.
 * @throws {UserError} when it cannot be started; then nothing is left running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { logDir, say, environment = process.env } = options;
  const guardianFile = options.guardianFile ?? fileURLToPath(new URL('./stack.js', import.meta.url));
  const redisServer = environment.REDIS_URL ? '' : ensureRedisServer({ environment, logDir, say }).path;
  const started = startProcess({
    command: [process.execPath, guardianFile],
    // Commands of the user are not meant for the API, which would take FAULT_CMD for a fault of its own.
    env: {
      ...environment,
      FAULT_CMD: '',
      RECOVER_CMD: '',
      REDIS_SERVER: redisServer,
      STACK_LOG_DIR: logDir,
      STACK_OUTAGES: options.hasOutages ? '1' : '',
      // For a Redis of the user's own that speaks TLS.
      ...(environment.CA_FILE && { NODE_EXTRA_CA_CERTS: environment.CA_FILE }),
      ...(yesOrNo(environment.INSECURE_TLS ?? '') && { NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // It ends API and Redis.
    endsInOrder: true,
  });
  const guardian = started.child;

  let lastErrors = '';
  guardian.stderr?.on('data', (chunk: Buffer) => {
    lastErrors = (lastErrors + chunk.toString()).slice(-4096);
  });
  const exits: ChildExited[] = [];
  let listener = (exit: ChildExited): void => void exits.push(exit);
  let onOutageDone = (_done: OutageDone): void => {};
  let isStopping = false;

  async function setOutage(kind?: OutageKind): Promise<void> {
    const problem = await new Promise<string | undefined>((resolve) => {
      onOutageDone = ({ problem: told }) => resolve(told);
      if (!guardian.connected) return resolve('the local stack is gone');
      guardian.once('disconnect', () => resolve('the local stack is gone'));
      guardian.send({ type: 'outage', ...(kind && { kind }) } satisfies CommandMessage);
    });
    if (problem !== undefined) throw new Error(problem);
  }

  const ready = new Promise<{ baseUrl: string; redisUrl: string }>((resolve, reject) => {
    guardian.on('message', (message: GuardianMessage) => {
      if (message.type === 'ready') resolve(message);
      else if (message.type === 'failed') reject(new UserError(message.message, EXIT_CODE.stackFailed));
      else if (message.type === 'outage-done') onOutageDone(message);
      else listener(message);
    });
    void started.closed.then(({ code, signal, error }) => {
      const lastLines = lastErrors.trimEnd().split('\n');
      reject(
        code === null
          ? new UserError(
              `Cannot start the local stack: its guardian was stopped ${error?.message ?? `by ${signal}`}. Run it again`,
              EXIT_CODE.stackFailed,
            )
          : new Error(`The guardian of the local stack exited (${code}): ${lastErrors}`),
      );
      if (!isStopping) listener({ type: 'child-exited', name: 'guardian', code, signal, lastLines });
      // It was killed before it could.
      sweepStaleRunFolders();
    });
  });
  const stop = () => {
    isStopping = true;
    return stopGuardian(started);
  };

  try {
    const { baseUrl, redisUrl } = await ready;
    return {
      baseUrl,
      redisUrl,
      setOutage,
      stop,
      onChildExit(newListener) {
        listener = newListener;
        for (const exit of exits.splice(0)) newListener(exit);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopGuardian({ child: guardian, isRunning, exited, signal }: StartedProcess): Promise<void> {
  if (!isRunning) return;
  const kill = setTimeout(() => signal('SIGKILL'), STOP_TIMEOUT_MS);
  // It may be on its way out by itself.
  if (guardian.connected) guardian.send({ type: 'stop' } satisfies CommandMessage, () => {});
  else signal('SIGTERM');
  await exited;
  clearTimeout(kill);
}
