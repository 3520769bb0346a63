import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { PROBE_NAME } from '../../core/redis/redis-sample.ts';
import { createRunFolder } from '../run-folder.ts';
import { ensureRedisServer } from '../stack/ensure-redis-server.ts';
import { type ManagedChild, startChild } from '../stack/managed-child.ts';
import { poll } from '../stack/poll.ts';
import { startPrivateRedis } from '../stack/private-redis.ts';

const USER = 'poolproof';
const PASSWORD = 'proof';
const LOAD_TIMEOUT_MS = 60_000;
const CHANGE_AFTER_MS = 2_000;
const STOP_GRACE_MS = 2_000;

export interface Account {
  /** With user and password. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a Redis in which API and observer have an account, and sends `commands` two seconds after the observer was
 * first seen, over a connection of its own.
 */
export async function startAccount(
  commands: readonly (readonly string[])[],
  logDir: string,
  signal: AbortSignal,
): Promise<Account> {
  const folder = createRunFolder();
  const children: ManagedChild[] = [];
  const stopping = new AbortController();
  const redis = await startPrivateRedis({
    program: ensureRedisServer({ logDir, say: () => {} }).path,
    folder: folder.path,
    logFile: join(logDir, 'redis.log'),
    startChild: (options) => {
      const child = startChild(options);
      children.push(child);
      return child;
    },
    signal,
  });
  const control = new Redis(redis.url);
  control.on('error', () => {});
  await control.call('ACL', 'SETUSER', USER, 'on', `>${PASSWORD}`, '~*', '&*', '+@all');
  const change = changeDuringLoad(control, commands, AbortSignal.any([signal, stopping.signal])).catch(() => {});
  const url = new URL(redis.url);
  url.username = USER;
  url.password = PASSWORD;
  return {
    url: url.href,
    async stop() {
      stopping.abort();
      await change;
      control.disconnect();
      for (const child of children) await child.stop(STOP_GRACE_MS);
      folder.remove();
    },
  };
}

async function changeDuringLoad(
  control: Redis,
  commands: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<void> {
  await poll(
    async () => {
      const clients = String(await control.client('LIST'));
      if (!clients.includes(`name=${PROBE_NAME}`)) throw new Error('The load has not begun');
    },
    LOAD_TIMEOUT_MS,
    signal,
  );
  await sleep(CHANGE_AFTER_MS, undefined, { signal });
  for (const [command = '', ...args] of commands) await control.call(command, ...args);
}
