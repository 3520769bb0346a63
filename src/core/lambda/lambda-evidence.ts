import type { LambdaReport } from './lambda-report.ts';

/**
 * The numbers that findings about a function rest on, with the unit at the end of the name as in `evidence`; all of them begin
 * with `lambda`. null: not known.
 */
export type LambdaEvidence = Readonly<ReturnType<typeof lambdaEvidence>>;
export type LambdaEvidenceName = keyof LambdaEvidence;

export function lambdaEvidence({ logs, timeoutMs }: LambdaReport) {
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
  };
}
