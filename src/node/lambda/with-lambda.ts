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
const STOPPED = 'the run was stopped';

interface WithLambdaOptions {
  /** The load with its set-up, by the clock of this machine. */
  readonly window: Span;
  /** By which lines of the log are sorted. */
  readonly patterns: LogPatterns;
  /** How the function was made cold before, if it was. */
  readonly coldBy: ColdBy | undefined;
  readonly say: (line: string) => void;
}

/** What is asked of AWS after a load. */
interface LambdaQuestion {
  readonly access: LambdaAccess;
  /** With what the load saw. */
  readonly result: Result;
  readonly window: Span;
  readonly patterns: LogPatterns;
  /** When it was answered: a clock of AWS may be ahead, and environments of before the load are none of its own. */
  readonly load: Span;
}

/** What is read after a load, each by itself: when one fails, the other is there all the same. */
const PARTS: {
  readonly [Name in 'logs' | 'meters']: (question: LambdaQuestion) => Promise<NonNullable<LambdaReport[Name]>>;
} = {
  logs: ({ access, result, window, load, patterns }) =>
    readLog(access, { window, load, patterns, requests: result.requests.requests }),
  meters: ({ access, result, window }) => followMeters(access, { window, requests: result.requests.requests }),
};

type Parts = Pick<LambdaReport, keyof typeof PARTS | 'coldStart'>;

/** Why a part is missing, or is not whole. */
type Unread = Partial<Record<LambdaPartName, string>>;

/**
 * Adds to a result what AWS tells of the function: the report, rules and findings; the verdict is made anew. What cannot be read is
 * not judged, and the result says why; so it is with what the user did not wait for.
 */
export async function withLambda(result: Result, access: LambdaAccess, options: WithLambdaOptions): Promise<Result> {
  const { patterns, say } = options;
  const { functionName, region } = access.facts;
  const window = {
    startMs: options.window.startMs - CLOCKS_APART_MS,
    endMs: options.window.endMs + CLOCKS_APART_MS,
  };
  if (!access.aws.abort.abortSignal.aborted) say(`poolproof: reading what AWS has on ${functionName} in ${region}`);
  const load = { ...window, startMs: options.window.startMs };
  const { read, unread } = await readParts({ access, result, window, load, patterns });
  access.aws.close();
  for (const [name, why] of Object.entries(unread))
    say(`poolproof: AWS told ${name in read ? 'a part' : 'nothing'} of the ${name} of ${functionName}: ${why}`);
  const isCut = result.endedEarly === undefined && Object.values(unread).includes(STOPPED);
  return addLambda(
    isCut ? { ...result, endedEarly: `interrupted while AWS was asked about ${functionName}` } : result,
    {
      ...access.facts,
      window: { startAt: new Date(window.startMs).toISOString(), endAt: new Date(window.endMs).toISOString() },
      ...read,
      ...addColdStart(options.coldBy, read, unread),
    },
  );
}

async function readParts(question: LambdaQuestion): Promise<{ read: Parts; unread: Unread }> {
  const { abortSignal } = question.access.aws.abort;
  const unread: Unread = {};
  const parts = Object.entries(PARTS) as [keyof typeof PARTS, (typeof PARTS)[keyof typeof PARTS]][];
  const read = await Promise.all(
    parts.map(async ([name, part]) => {
      try {
        const told = await part(question);
        if (abortSignal.aborted && !told.isComplete) unread[name] = STOPPED;
        return [name, told];
      } catch (error) {
        unread[name] = abortSignal.aborted ? STOPPED : (error as Error).message;
        return [];
      }
    }),
  );
  return { read: Object.fromEntries(read.filter(([name]) => name !== undefined)), unread };
}

/** Whether environments were new is in the log, where all of it is known. */
function addColdStart(
  by: ColdBy | undefined,
  { logs }: Parts,
  unread: Unread,
): Pick<LambdaReport, 'coldStart' | 'unread'> {
  const why = unread.logs;
  const whyNot = { ...unread, ...(by !== undefined && why !== undefined && { coldStart: why }) };
  return {
    ...(by !== undefined && logs !== undefined && why === undefined && { coldStart: lambdaColdStart(by, logs) }),
    ...(Object.keys(whyNot).length > 0 && { unread: whyNot }),
  };
}
