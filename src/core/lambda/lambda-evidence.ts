import type { LambdaReport } from './lambda-report.ts';

/**
 * The numbers that findings about a function rest on, with the unit at the end of the name as in `evidence`; all of them begin
 * with `lambda`. null: not known.
 */
export type LambdaEvidence = Readonly<ReturnType<typeof lambdaEvidence>>;
export type LambdaEvidenceName = keyof LambdaEvidence;

export function lambdaEvidence({ logs }: LambdaReport) {
  const linesOf = (kind: string): number | null => (logs === undefined ? null : (logs.kinds[kind]?.lines ?? 0));
  return {
    lambdaEnvironments: logs?.environments ?? null,
    lambdaColdStarts: logs === undefined ? null : (logs.init?.count ?? 0) + (logs.restore?.count ?? 0),
    lambdaConnects: linesOf('connected'),
    lambdaConnectionFailures: linesOf('connection-failed'),
    lambdaCommandFailures: linesOf('command-failed'),
    lambdaRetries: linesOf('retry'),
    lambdaPoolExhausted: linesOf('pool-exhausted'),
    lambdaTimeouts: logs?.timedOut ?? null,
    lambdaLogHitShare: logs?.hitShare ?? null,
  };
}
