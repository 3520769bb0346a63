import { type ColdBy, lambdaColdStart } from '../../core/lambda/lambda-cold-start.ts';
import type { LambdaPartName, LambdaReport } from '../../core/lambda/lambda-report.ts';
import type { LogPatterns } from '../../core/lambda/log-patterns.ts';
import type { Span } from '../../core/lambda/span.ts';
import { addLambda } from '../../core/result/add-lambda.ts';
import type { Result } from '../../core/result/result.ts';
import type { LambdaAccess } from './access-lambda.ts';
import { followMeters } from './follow-meters.ts';
import { readLog } from './read-log.ts';

/** The clocks of this machine and of AWS may differ by so much. */
const CLOCKS_APART_MS = 5_000;

export interface WithLambdaOptions {
  /** The load with its set-up, by the clock of this machine. */
  readonly window: Span;
  /** By which lines of the log are sorted. */
  readonly patterns: LogPatterns;
  /** How the function was made cold before, if it was. */
  readonly coldBy: ColdBy | undefined;
  readonly say: (line: string) => void;
}

/** What is asked of AWS after a load. */
export interface LambdaQuestion {
  readonly access: LambdaAccess;
  /** With what the load saw. */
  readonly result: Result;
  readonly window: Span;
  readonly patterns: LogPatterns;
  /** When it was answered: a clock of AWS may be ahead, and environments of before the load are none of its own. */
  readonly load: Span;
}

/** Reads a part of the report, each by itself: when one fails, the others are there all the same. */
const PARTS: { readonly [Name in LambdaPartName]?: (question: LambdaQuestion) => Promise<LambdaReport[Name]> } = {
  logs: ({ access, result, window, load, patterns }) =>
    readLog(access, { window, load, patterns, requests: result.requests.requests }),
  meters: ({ access, result, window }) => followMeters(access, { window, requests: result.requests.requests }),
};

/**
 * Adds to a result what AWS tells of the function: the report, rules and findings; the verdict is made anew. What cannot be read is
 * not judged, and the result says why.
 */
export async function withLambda(result: Result, access: LambdaAccess, options: WithLambdaOptions): Promise<Result> {
  const { patterns, say } = options;
  const { abortSignal } = access.aws.abort;
  const { functionName, region } = access.facts;
  const window = {
    startMs: options.window.startMs - CLOCKS_APART_MS,
    endMs: options.window.endMs + CLOCKS_APART_MS,
  };
  if (!abortSignal.aborted) say(`poolproof: reading what AWS has on ${functionName} in ${region}`);
  const question = { access, result, window, load: { ...window, startMs: options.window.startMs }, patterns };
  const read: Record<string, unknown> = {};
  const unread: Record<string, string> = {};
  await Promise.all(
    Object.entries(PARTS).map(async ([name, part]) => {
      try {
        read[name] = await part(question);
      } catch (error) {
        unread[name] = abortSignal.aborted ? 'the run was stopped' : (error as Error).message;
      }
    }),
  );
  access.aws.close();
  for (const [name, why] of Object.entries(unread))
    say(`poolproof: AWS told nothing of the ${name} of ${functionName}: ${why}`);
  addColdStart(options.coldBy, read, unread);
  return addLambda(result, {
    ...access.facts,
    window: { startAt: new Date(window.startMs).toISOString(), endAt: new Date(window.endMs).toISOString() },
    ...read,
    ...(Object.keys(unread).length > 0 && { unread }),
  });
}

/** Whether environments were new is in the log. */
function addColdStart(by: ColdBy | undefined, read: Record<string, unknown>, unread: Record<string, string>): void {
  if (by === undefined) return;
  const { logs } = read as Pick<LambdaReport, 'logs'>;
  if (logs !== undefined) read.coldStart = lambdaColdStart(by, logs);
  else if (unread.logs !== undefined) unread.coldStart = unread.logs;
}
