import getPort from 'get-port';
import { type ChildOptions, failedStart, type ManagedChild } from './managed-child.ts';
import { pingRedis } from './ping-redis.ts';
import { poll } from './poll.ts';

const START_TIMEOUT_MS = 10_000;
const TRIES = 3;

interface PrivateRedisOptions {
  /** The redis-server to run. */
  program: string;
  /** Its working folder. */
  folder: string;
  logFile: string;
  startChild: (options: ChildOptions) => ManagedChild;
  signal: AbortSignal;
}

export interface PrivateRedis {
  url: string;
  /** Signals the server as it runs now. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal that ends the server, and resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again after its end, empty, on the same port; resolves when it answers. */
  restart(): Promise<void>;
}

/**
 * Starts a Redis of our own on a free loopback port: nothing kept on disk, no configuration file read.
 * It answers when the promise resolves.
 */
export async function startPrivateRedis(options: PrivateRedisOptions): Promise<PrivateRedis> {
  // Somebody may take the port between our asking and Redis binding it: then Redis exits, and another port may do.
  let port = 0;
  let child = await retry(async () => {
    port = await getPort({ host: '127.0.0.1' });
    return startOnPort(port, options);
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    signal: (signal) => void child.process.kill(signal),
    end: (signal) => child.end(signal),
    async restart() {
      child = await retry(() => startOnPort(port, options));
    },
  };
}

async function retry(start: () => Promise<ManagedChild>): Promise<ManagedChild> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await start();
    } catch (error) {
      if (tryNumber === TRIES) throw error;
    }
  }
}

/** @throws {Error} when Redis ends or does not answer; then it is gone. */
async function startOnPort(port: number, options: PrivateRedisOptions): Promise<ManagedChild> {
  const { program, folder, logFile, startChild, signal } = options;
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', daemonize: 'no' };
  const serverArgs = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const command = [program, ...serverArgs];
  const child = startChild({ name: 'redis', command, environment: process.env, logFile, diesWithUs: true });
  const isUp = await Promise.race([
    poll(() => pingRedis(`redis://127.0.0.1:${port}`), START_TIMEOUT_MS, signal).then(
      () => true,
      () => false,
    ),
    child.exited.then(() => false),
  ]);
  if (isUp && child.process.exitCode === null) return child;
  await child.end('SIGKILL');
  signal.throwIfAborted();
  throw failedStart('a private Redis', child, await child.exited);
}
