import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type RedisInjection, startRedisInjection } from '../faults/inject-redis-faults.ts';
import type { OutageKind } from '../faults/outage-kind.ts';
import { parseRedisFaults } from '../faults/redis-fault.ts';
import { createRunFolder, sweepStaleRunFolders } from '../run-folder.ts';
import { errorText } from '../target/error-text.ts';
import type { TargetMessage } from '../target/main.ts';
import { urlWithoutCredentials } from '../target/url-without-credentials.ts';
import type { GuardianMessage } from './guardian-message.ts';
import { type ChildOptions, firstMessage, type ManagedChild, startChild } from './managed-child.ts';
import { pingRedis } from './ping-redis.ts';
import { poll } from './poll.ts';
import { type PrivateRedis, startPrivateRedis } from './private-redis.ts';

const NAMED_REDIS_TIMEOUT_MS = 5000;
/** Long, because the first start on a machine creates the embedded database. */
const API_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 2000;

interface GuardianOptions {
  /**
   * REDIS_URL, else REDIS_SERVER (the program to run); REDIS_FAULTS; STACK_LOG_DIR; STACK_OUTAGES (1: Redis may be taken
   * away on demand); the rest is for the API.
   */
  environment: NodeJS.ProcessEnv;
  /** The built reference API. */
  targetFile: string;
  send: (message: GuardianMessage) => void;
}

interface Guardian {
  /** Starts Redis and the API and sends `ready`, or stops everything and sends `failed`. */
  start(): Promise<void>;
  /** Takes Redis away, or brings it back when no kind is named, and sends `outage-done`. */
  setOutage(kind?: OutageKind): Promise<void>;
  /** Stops what was started, at any time, and leaves nothing behind. */
  stop(): Promise<void>;
}

/** Creates the one that starts the local stack, watches it, and answers for its end. */
export function createGuardian({ environment, targetFile, send }: GuardianOptions): Guardian {
  const folder = createRunFolder();
  const logDir = environment.STACK_LOG_DIR || folder.path;
  const children: ManagedChild[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  let injection: RedisInjection | undefined;
  let isReady = false;

  function startOwnChild(options: ChildOptions): ManagedChild {
    signal.throwIfAborted();
    const child = startChild(options);
    children.push(child);
    if (isReady) watch(child);
    return child;
  }

  /** @returns its URL, which leads through the faults if there are any. */
  async function findRedis(): Promise<string> {
    const faults = parseRedisFaults(environment.REDIS_FAULTS ?? '', !environment.REDIS_URL);
    const { url, privateRedis } = await findServer();
    if (faults.length === 0 && !environment.STACK_OUTAGES) return url;
    injection = await startRedisInjection({ faults, url, privateRedis, logFile: join(logDir, 'faults.log'), signal });
    return injection.url;
  }

  async function findServer(): Promise<{ url: string; privateRedis: PrivateRedis | undefined }> {
    const namedUrl = environment.REDIS_URL;
    if (namedUrl) {
      await reachNamedRedis(namedUrl, signal);
      return { url: namedUrl, privateRedis: undefined };
    }
    const privateRedis = await startPrivateRedis({
      program: environment.REDIS_SERVER || 'redis-server',
      folder: folder.path,
      logFile: join(logDir, 'redis.log'),
      startChild: startOwnChild,
      signal,
    });
    return { url: privateRedis.url, privateRedis };
  }

  async function startApi(redisUrl: string): Promise<string> {
    const api = startOwnChild({
      name: 'api',
      command: [process.execPath, targetFile],
      environment: { ...environment, REDIS_URL: redisUrl },
      logFile: join(logDir, 'api.log'),
      hasChannel: true,
    });
    const message = await firstMessage<TargetMessage>(api, API_TIMEOUT_MS, signal);
    if (message.type === 'failed') throw new Error(message.message);
    await poll(() => checkHealth(message.url), 5000, signal);
    return message.url;
  }

  function watch(child: ManagedChild): void {
    void child.exited.then(({ code, signal: endedBy }) => {
      if (!signal.aborted && !child.isUnwanted)
        send({ type: 'child-exited', name: child.name, code, signal: endedBy, lastLines: child.lastLines() });
    });
  }

  async function setOutage(kind?: OutageKind): Promise<void> {
    try {
      await (kind === undefined ? injection?.endOutage() : injection?.beginOutage(kind));
      send({ type: 'outage-done' });
    } catch (error) {
      if (!signal.aborted) send({ type: 'outage-done', problem: errorText(error) });
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    for (const child of children.toReversed()) await child.stop(STOP_GRACE_MS);
    injection?.close();
    folder.remove();
    // The command may have been killed before it could remove its own.
    sweepStaleRunFolders();
  }

  return {
    async start() {
      try {
        mkdirSync(logDir, { recursive: true });
        const redisUrl = await findRedis();
        const baseUrl = await startApi(redisUrl);
        send({ type: 'ready', baseUrl, redisUrl });
        isReady = true;
        for (const child of children) watch(child);
        if (environment.REDIS_FAULTS) injection?.arm();
      } catch (error) {
        if (signal.aborted) return;
        await stop();
        send({ type: 'failed', message: errorText(error) });
      }
    },
    setOutage,
    stop,
  };
}

async function reachNamedRedis(url: string, signal: AbortSignal): Promise<void> {
  if (!URL.canParse(url) || !/^rediss?:/.test(url)) {
    throw new Error('Cannot use REDIS_URL: expected a URL such as redis://127.0.0.1:6379');
  }
  try {
    await poll(() => pingRedis(url), NAMED_REDIS_TIMEOUT_MS, signal);
  } catch (error) {
    const reason = errorText(error);
    throw new Error(`Cannot reach Redis at ${urlWithoutCredentials(url)}: ${reason}; check REDIS_URL or unset it`);
  }
}

/**
 * Asks for the figures of the pool, which touches neither Redis nor database: the first request finds the API cold. Not by
 * fetch(), whose first call takes more CPU time than a start of Node.js.
 */
async function checkHealth(baseUrl: string): Promise<void> {
  const request = get(`${baseUrl}/health/pool`, { agent: false, signal: AbortSignal.timeout(2000) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  if (response.statusCode !== 200)
    throw new Error(`The reference API is not healthy: GET /health/pool answers ${response.statusCode}`);
}
