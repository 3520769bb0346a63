import { spawnSync } from 'node:child_process';
import getPort from 'get-port';
import { findOnPath } from './find-on-path.ts';
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
      poll(() => pingRedis(url), START_TIMEOUT_MS, options.signal).then(() => true),
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

/** A command prefix that has Linux kill the child when this process dies, even by SIGKILL; empty where there is none. */
function dieWithParent(): string[] {
  const setpriv = process.platform === 'linux' ? findOnPath(['setpriv'], process.env.PATH) : undefined;
  if (setpriv === undefined) return [];
  const prefix = [setpriv, '--pdeathsig', 'KILL'];
  // Busybox has a setpriv without this option.
  return spawnSync(setpriv, [...prefix.slice(1), 'true'], { timeout: 2000 }).status === 0 ? prefix : [];
}
