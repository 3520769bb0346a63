import type { LambdaReport } from '../lambda/lambda-report.ts';
import type { Series } from '../series/series.ts';
import { reachVerdict } from '../verdict/verdict.ts';
import { endedVerdict } from './ended-verdict.ts';
import type { Environment } from './environment.ts';
import type { MergedShares } from './merged-shares.ts';
import type { Report } from './report.ts';
import type { ShareOfRun } from './share-of-run.ts';
import type { Source } from './source.ts';

/** Grows by one when a field changes its meaning or goes; new fields leave it as it is, and are optional. */
export const RESULT_SCHEMA_VERSION = 2;

export interface EngineFacts {
  readonly name: 'k6' | 'embedded';
  readonly version: string;
  /** Why this engine ran. */
  readonly reason: string;
}

/** What the command knows of a run beside the report. */
export interface RunFacts {
  readonly profile: string;
  readonly engine: EngineFacts;
  /** Exit code of the engine. */
  readonly engineExitCode: number;
  /** Why the run came to no end of its own: interrupted, aborted, crashed. */
  readonly endedEarly?: string;
  /** Settings of the load by the name of their variable, without addresses; secrets are masked. */
  readonly settings?: Readonly<Record<string, string>>;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Whether the command started Redis and the API itself. */
  readonly localStack: boolean;
  readonly environment: Environment;
  /** Absent when the run was started in no repository. */
  readonly source?: Source;
  /** Which share of a run this is, where several processes send one together. */
  readonly share?: ShareOfRun;
  /** The processes whose shares this was made from, by `make merge` or by the command that ran them all. */
  readonly merged?: MergedShares;
  /** The run over time; null when the load never began. */
  readonly series: Series | null;
  /** What AWS tells of the function behind the API; only where LAMBDA_FUNCTION named one. */
  readonly lambda?: LambdaReport;
}

/** What `result.json` holds. */
export interface Result extends RunFacts, Report {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
}

/**
 * `result.json` of poolproof. Units stand in the key names, and addresses carry no credentials.
 *
 * It is read by poolproofs of every minor version: fields that this one does not know are passed over, and evidence is
 * whatever the run knew. result.schema.json is made from this type.
 */
export interface StoredResult extends RunFacts, Report<Readonly<Record<string, number | null>>> {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
}

/** Puts report and run together. Without a report, because the engine ended before its summary, nothing was judged. */
export function buildResult(facts: RunFacts, report: Report = emptyReport(facts.profile)): Result {
  const { stoppedEarly, ...told } = report;
  // What cut a run short was not the rule that was lost by then.
  const isStopped = facts.endedEarly === undefined && stoppedEarly !== undefined;
  const verdict = endedVerdict(report.verdict, { ...report, ...facts });
  return { schemaVersion: RESULT_SCHEMA_VERSION, ...told, ...(isStopped && { stoppedEarly }), verdict, ...facts };
}

/** A result with what was learned after the load, judged anew. */
export function judgeAnew(result: Result, learned: Pick<Result, 'rules' | 'findings' | 'lambda'>): Result {
  return { ...result, ...learned, verdict: endedVerdict(reachVerdict(learned.rules), result) };
}

function emptyReport(profile: string): Report {
  return {
    profile,
    target: { baseUrl: '', redisUrl: null },
    verdict: { status: 'not-judged', sentence: 'the engine ended before its summary' },
    rules: [],
    findings: [],
    evidence: null,
    requests: {
      plannedRequests: 0,
      requests: 0,
      failedRequests: 0,
      droppedIterations: 0,
      achievedPerSecond: 0,
      inFlight: null,
      latencyMs: null,
    },
    scenarios: {},
    workload: { scenarios: {}, settings: {} },
    statusCodes: {},
    checks: [],
    redis: null,
    testRunDurationMs: 0,
  };
}
