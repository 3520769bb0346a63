import { randomBytes, randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type FlagApi, healthyApi, serveFlagApi } from '../flag-api.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** An invocation of a function, as the fake sees it. */
interface Invocation {
  /** Path and query of the request. */
  readonly path: string;
  /** Counts from 0, over all environments. */
  readonly index: number;
  /** Whether it is the first in its environment. */
  readonly isCold: boolean;
}

export interface FakeLambdaOptions {
  /** How Lambda itself writes: `REPORT RequestId: …`, or `{"type":"platform.report",…}`. */
  readonly format?: 'text' | 'json';
  /** What the function logs of an invocation. */
  readonly log?: (invocation: Invocation) => readonly string[];
  /** By which the API calls the function; the function itself when left out. */
  readonly alias?: string;
  /** Whether its environments were all started long ago, so that no line tells of their start. */
  readonly isWarm?: boolean;
  /** Lines are in the log so much later than they are written. */
  readonly ingestMs?: number;
  /** So far is the clock of Lambda ahead of ours. */
  readonly clockAheadMs?: number;
}

export interface FakeLambdaApi extends FlagApi {
  /** Has requests from now on answered by new environments, as Lambda does when a function was changed. */
  readonly renew: () => void;
  /** Environments so far. */
  readonly environments: () => number;
}

interface FakeEnvironment {
  readonly stream: string;
  invocations: number;
}

const INIT_MS = 312.5;

/** A sound function: it connects once in each environment, and its cache answers all but what is never cached. */
export function soundLog({ path, isCold }: Invocation): readonly string[] {
  const lookup = path.includes('?') ? 'Redis cache miss' : 'Redis cache hit';
  return [...(isCold ? ['Redis connected'] : []), `${lookup} ${path}`];
}

/**
 * A flag API on a free loopback port which writes to the log of a function what Lambda and a function would write: an
 * environment serves a request at a time, a new one is started when none is free, and each has a log stream of its own.
 */
export async function serveFakeLambdaApi(
  lambda: LambdaFunction,
  { format = 'text', log = soundLog, isWarm = false, ingestMs = 0, clockAheadMs = 0, alias }: FakeLambdaOptions = {},
): Promise<FakeLambdaApi> {
  let free: FakeEnvironment[] = [];
  let environments = 0;
  let inUse = 0;
  let invocations = 0;
  let writing: Promise<unknown> = Promise.resolve();
  // What is late is for nobody then, and who took it may be gone.
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });

  const start = (): FakeEnvironment => {
    environments += 1;
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    return {
      stream: `${day}/[${alias === undefined ? '$LATEST' : '1'}]${randomBytes(16).toString('hex')}`,
      invocations: 0,
    };
  };

  const api = await serveFlagApi((request, response) => {
    const mine = free;
    const environment = mine.pop() ?? start();
    const startedMs = Date.now();
    const isCold = environment.invocations === 0 && !isWarm;
    environment.invocations += 1;
    inUse += 1;
    const meters = { Invocations: 1, Errors: 0, Throttles: 0, ConcurrentExecutions: inUse };
    const invocation = { path: request.url ?? '', index: invocations, isCold };
    invocations += 1;
    response.once('close', () => {
      mine.push(environment);
      inUse -= 1;
      const Duration = Date.now() - startedMs;
      const atMs = startedMs + clockAheadMs;
      const lines = linesOf(format, log(invocation), { startedMs: atMs, tookMs: Duration, isCold });
      const write = async () => {
        if (isOver) return;
        try {
          await lambda.meter({ ...meters, Duration }, new Date(atMs), alias);
          await lambda.write(environment.stream, lines).catch(unlessDeleted);
        } catch (error) {
          if (!isOver) throw error;
        }
      };
      if (ingestMs === 0) writing = writing.then(write);
      else setTimeout(() => (writing = writing.then(write)), ingestMs);
    });
    healthyApi(request, response);
  });
  const renew = (): void => {
    free = [];
  };
  return { ...api, renew, environments: () => environments };
}

/** A test may delete the log while the API is loaded. */
function unlessDeleted(error: Error): void {
  if (error.name !== 'ResourceNotFoundException') throw error;
}

interface Times {
  readonly startedMs: number;
  readonly tookMs: number;
  readonly isCold: boolean;
}

function linesOf(
  format: 'text' | 'json',
  messages: readonly string[],
  { startedMs, tookMs, isCold }: Times,
): { timestamp: number; message: string }[] {
  const requestId = randomUUID();
  const durationMs = Math.max(1, tookMs);
  const at = (message: string) => ({ timestamp: startedMs, message: `${message}\n` });
  if (format === 'text') {
    const init = isCold ? `Init Duration: ${INIT_MS} ms\t` : '';
    return [
      at(`START RequestId: ${requestId} Version: $LATEST`),
      ...messages.map((text) => at(`${new Date(startedMs).toISOString()}\t${requestId}\tINFO\t${text}`)),
      at(`END RequestId: ${requestId}`),
      at(
        `REPORT RequestId: ${requestId}\tDuration: ${durationMs}.25 ms\tBilled Duration: ${durationMs + 1} ms\tMemory Size: 256 MB\tMax Memory Used: 91 MB\t${init}`,
      ),
    ];
  }
  const json = (value: object) => at(JSON.stringify({ time: new Date(startedMs).toISOString(), ...value }));
  return [
    json({ type: 'platform.start', record: { requestId, version: '$LATEST' } }),
    ...messages.map((message) =>
      at(JSON.stringify({ timestamp: new Date(startedMs).toISOString(), level: 'INFO', requestId, message })),
    ),
    json({
      type: 'platform.report',
      record: {
        requestId,
        metrics: {
          durationMs: durationMs + 0.25,
          billedDurationMs: durationMs + 1,
          memorySizeMB: 256,
          maxMemoryUsedMB: 91,
          ...(isCold && { initDurationMs: INIT_MS }),
        },
        status: 'success',
      },
    }),
  ];
}
