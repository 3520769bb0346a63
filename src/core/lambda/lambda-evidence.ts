import type { LambdaFleet } from './lambda-fleet-rule.ts';
import type { LambdaReport } from './lambda-report.ts';
import { maxOf, sumOf } from './minutes.ts';

/**
 * The numbers that findings about a function rest on, with the unit at the end of the name as in `evidence`; all of them begin
 * with `lambda`. null: not known.
 */
export type LambdaEvidence = Readonly<ReturnType<typeof lambdaEvidence>>;
export type LambdaEvidenceName = keyof LambdaEvidence;

export function lambdaEvidence({ logs, meters, timeoutMs }: LambdaReport, fleet?: LambdaFleet) {
  const cache = meters?.cache;
  const cpuPercent = cache === undefined ? null : maxOf(cache.minutes, 'engineCpuPercent');
  // What all clients did together is the doing of the function only where there are no others.
  const own = cache?.isAlone ? cache.minutes : [];
  const linesOf = (kind: string): number | null => (logs === undefined ? null : (logs.kinds[kind]?.lines ?? 0));
  return {
    /** The limit of the function. */
    lambdaTimeoutMs: timeoutMs,
    lambdaEnvironments: logs?.environments ?? null,
    lambdaInvocations: logs?.invocations ?? null,
    lambdaColdStarts: logs === undefined ? null : (logs.init?.count ?? 0) + (logs.restore?.count ?? 0),
    lambdaFailedInits: logs?.failedInits ?? null,
    lambdaConnects: linesOf('connected'),
    lambdaConnectionFailures: linesOf('connection-failed'),
    lambdaConnectionResets: linesOf('connection-reset'),
    lambdaCommandFailures: linesOf('command-failed'),
    lambdaRetries: linesOf('retry'),
    lambdaPoolExhausted: linesOf('pool-exhausted'),
    lambdaTimeouts: logs?.timedOut ?? null,
    lambdaLogHitShare: logs?.hitShare ?? null,
    /** The median start of a new environment. */
    lambdaInitP50Ms: logs?.init?.p50Ms ?? null,
    lambdaThrottles: sumOf(meters?.minutes ?? [], 'throttles'),
    lambdaErrors: sumOf(meters?.minutes ?? [], 'errors'),
    lambdaMeteredInvocations: sumOf(meters?.minutes ?? [], 'invocations'),
    lambdaConcurrencyMax: maxOf(meters?.minutes ?? [], 'concurrencyMax'),
    lambdaReservedConcurrency: meters?.reservedConcurrency ?? null,
    /** Of all environments that there may be. */
    lambdaFleetConnections: fleet?.perEnvironment ? fleet.environments * fleet.perEnvironment : null,
    /** Connections that Redis can still take. */
    lambdaFleetRoom: fleet === undefined ? null : fleet.maxClients - (fleet.others ?? 0),
    lambdaCacheCpuShare: cpuPercent === null ? null : cpuPercent / 100,
    lambdaCacheConnectionsMax: maxOf(own, 'connectionsMax'),
    lambdaCacheNewConnections: sumOf(own, 'newConnections'),
    lambdaCacheEvictions: sumOf(own, 'evictions'),
    /** Commands that ElastiCache Serverless refused. */
    lambdaCacheThrottled: cache?.isAlone ? (cache.serverless?.throttled ?? null) : null,
    lambdaCacheHits: sumOf(own, 'hits'),
    lambdaCacheMisses: sumOf(own, 'misses'),
  };
}
