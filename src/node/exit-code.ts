import { UNFIT_NODE } from '../core/settings/node-version.ts';

/** Exit codes of the command. k6's own numbers where k6 has one; documented in docs/exit-codes.md. */
export const EXIT_CODE = {
  healthy: 0,
  /** A rule that the run needs could not be judged. k6 knows no such end. */
  notJudged: 3,
  /** The local stack (Redis, database, API) could not be started. */
  stackFailed: 4,
  /** Results could not be written. */
  resultsUnwritable: 5,
  /** This Node.js is too old, or refuses to run the embedded engine. */
  unfitNode: UNFIT_NODE,
  /** A function of AWS Lambda that was made cold did not get its settings back. */
  notRestored: 7,
  /** A run in the cloud was aborted, or ended by an error: k6's number. */
  cloudRunFailed: 97,
  /** A run in the cloud could not be followed to its end: k6's number. */
  cloudOutOfSight: 98,
  /** A rule failed: k6's number for crossed thresholds. */
  unhealthy: 99,
  /** A setting is not allowed: k6's number for an invalid configuration. */
  invalidSettings: 104,
  /** Stopped by a signal: k6's number for it. */
  interrupted: 105,
} as const;

/** The exit code when results were to be kept: a verdict that is bad already says more than that they could not be. */
export function exitCodeKept(exitCode: number, isKept: boolean): number {
  return exitCode === EXIT_CODE.healthy && !isKept ? EXIT_CODE.resultsUnwritable : exitCode;
}
