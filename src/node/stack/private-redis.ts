import getPort from 'get-port';
import { dieWithParent } from '../die-with-parent.ts';
import type { ChildOptions, ManagedChild } from './managed-child.ts';
import { pingRedis } from './ping-redis.ts';
import { poll } from './poll.ts';

const START_TIMEOUT_MS = 10_000;
const TRIES = 3;

export interface PrivateRedisOptions {
  /** The redis-server to run. */
  program: string;
  /** Its working folder. */
  folder: string;
  logFile: string;
  startChild: (options: ChildOptions) => ManagedChild;
  signal: AbortSignal;
}

/**
 * Starts a Redis of our own on a free loopback port: nothing kept on disk, no configuration file read.
 * @returns its URL, once it answers.
 */
export async function startPrivateRedis(options: PrivateRedisOptions): Promise<string> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    const port = await getPort({ host: '127.0.0.1' });
    const child = startOnPort(port, options);
    const url = `redis://127.0.0.1:${port}`;
    // Somebody may take the port between our asking and Redis binding it: then Redis exits, and another port may do.
    const isUp = await Promise.race([
      poll(() => pingRedis(url), START_TIMEOUT_MS, options.signal).then(
        () => true,
        () => false,
      ),
      child.exited.then(() => false),
    ]);
    if (isUp && child.process.exitCode === null) return url;
    options.signal.throwIfAborted();
    if (tryNumber === TRIES) throw new Error(`Cannot start a private Redis: ${child.lastLines().join('\n')}`);
  }
}

function startOnPort(port: number, { program, folder, logFile, startChild }: PrivateRedisOptions): ManagedChild {
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', daemonize: 'no' };
  const serverArgs = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const [command = program, ...args] = [...dieWithParent(), program, ...serverArgs];
  return startChild({ name: 'redis', command, args, environment: process.env, logFile });
}
