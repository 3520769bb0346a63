import { setTimeout as sleep } from 'node:timers/promises';
import type { CacheMeters } from '../../core/lambda/cache-meters.ts';
import type { LambdaMeters } from '../../core/lambda/lambda-meters.ts';
import { byMinute, MINUTE_MS, sumOf, wholeMinutes } from '../../core/lambda/minutes.ts';
import { asOfNodes, sumFrom } from '../../core/lambda/serverless-meters.ts';
import type { Span } from '../../core/lambda/span.ts';
import type { LambdaAccess } from './access-lambda.ts';
import { CACHE_METERS, joinsOf, LAMBDA_METERS, meteredNode, readMeters, SERVERLESS_METERS } from './meters.ts';

/** CloudWatch has a minute a minute or two after it has ended. */
const PATIENCE_MS = 240_000;
const LOOK_EVERY_MS = 3_000;

interface FollowMetersOptions {
  readonly window: Span;
  /** Requests of the load: each is an invocation, or was refused. */
  readonly requests: number;
  /** For tests of what takes long. */
  readonly times?: { readonly patienceMs: number; readonly lookEveryMs: number };
}

/**
 * Reads the meters of all minutes of a run, and waits until they are there, unless the user stops that.
 *
 * @throws AwsError when they cannot be read
 */
export async function followMeters(
  access: LambdaAccess,
  { window, requests, times = { patienceMs: PATIENCE_MS, lookEveryMs: LOOK_EVERY_MS } }: FollowMetersOptions,
): Promise<LambdaMeters> {
  const began = performance.now();
  const { reservedConcurrency } = access;
  let read: LambdaMeters | undefined;
  let before: number | null = null;
  try {
    for (;;) {
      const [minutes, cache] = await Promise.all([lambdaMinutes(access, window), cacheMeters(access, window)]);
      const called = (sumOf(minutes, 'invocations') ?? 0) + (sumOf(minutes, 'throttles') ?? 0);
      // The value of a minute may still grow when it is first there.
      const isComplete = called >= requests && called === before && hasLastMinute(cache);
      const waitedMs = Math.round(performance.now() - began);
      read = { minutes, isComplete, waitedMs, reservedConcurrency, ...(cache && { cache }) };
      if (isComplete || waitedMs >= times.patienceMs) return read;
      before = called;
      await sleep(times.lookEveryMs, undefined, { signal: access.aws.abort.abortSignal });
    }
  } catch (error) {
    // What had been read when the user stopped it is known.
    if (access.aws.abort.abortSignal.aborted && read !== undefined) return read;
    throw error;
  }
}

async function lambdaMinutes({ aws, metered }: LambdaAccess, window: Span): Promise<LambdaMeters['minutes']> {
  const points = await readMeters(aws, metered, LAMBDA_METERS, wholeMinutes(window));
  return byMinute(window, joinsOf(LAMBDA_METERS), points);
}

/** The minute before the run is one of them for a moment: it tells how many connections there were. */
async function cacheMeters({ aws, cache }: LambdaAccess, window: Span): Promise<CacheMeters | undefined> {
  if (cache === undefined) return undefined;
  const span = { ...window, startMs: window.startMs - MINUTE_MS };
  const { nodes, isAlone } = cache;
  const [ofNodes, ofServerless] = await Promise.all([
    Promise.all(nodes.map((node) => readMeters(aws, meteredNode(node), CACHE_METERS, wholeMinutes(span)))),
    Promise.all(cache.serverless.map(({ metered }) => readMeters(aws, metered, SERVERLESS_METERS, wholeMinutes(span)))),
  ]);
  const points = [...ofNodes.flat(), ...ofServerless.flatMap(asOfNodes)];
  const [first, ...minutes] = byMinute(span, joinsOf(CACHE_METERS), points);
  const { startMs } = wholeMinutes(window);
  const serverless = {
    names: cache.serverless.map(({ name }) => name),
    throttled: sumFrom(ofServerless.flat(), 'throttled', startMs),
    processingUnits: sumFrom(ofServerless.flat(), 'processingUnits', startMs),
  };
  return {
    nodes,
    isAlone,
    connectionsBefore: first?.connectionsMax ?? null,
    minutes,
    ...(serverless.names.length > 0 && { serverless }),
  };
}

function hasLastMinute(cache: CacheMeters | undefined): boolean {
  return cache === undefined || (cache.minutes.at(-1)?.connectionsMax ?? null) !== null;
}
