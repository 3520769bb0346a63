import { setTimeout as sleep } from 'node:timers/promises';
import type { LambdaLogs } from '../../core/lambda/lambda-logs.ts';
import type { LogPatterns } from '../../core/lambda/log-patterns.ts';
import { LogSorter } from '../../core/lambda/log-sorter.ts';
import type { Span } from '../../core/lambda/span.ts';
import type { LambdaAccess } from './access-lambda.ts';
import { AwsError } from './ask-aws.ts';
import { logPages } from './log-pages.ts';

/** How long is waited for what takes time, in milliseconds. */
export interface LogTimes {
  /** How long lines may take from the function to CloudWatch; they take seconds as a rule. */
  readonly patienceMs: number;
  /** When there are lines, and then no new one for so long, there is none to come. */
  readonly quietMs: number;
  readonly lookEveryMs: number;
}

const TIMES: LogTimes = { patienceMs: 60_000, quietMs: 10_000, lookEveryMs: 2_000 };
/** So many lines are read at most. */
const MOST_LINES = 1_000_000;

interface ReadLogOptions {
  readonly window: Span;
  /** When the load was answered. */
  readonly load: Span;
  readonly patterns: LogPatterns;
  /** Requests of the load: each leaves a REPORT line. */
  readonly requests: number;
  readonly times?: LogTimes;
}

/**
 * Reads all lines that the function wrote in a window of time, and waits for those that are still on their way, unless the user
 * stops that.
 *
 * @throws AwsError when it cannot be read
 */
export async function readLog(access: LambdaAccess, options: ReadLogOptions): Promise<LambdaLogs> {
  const { window, load, patterns, requests, times = TIMES } = options;
  const began = performance.now();
  const sorter = new LogSorter(patterns, load);
  const seen = new Map<string, number>();
  let { startMs } = window;
  let lastNewMs = began;
  const reportOf = (isComplete: boolean) =>
    sorter.report({ group: access.logGroup, isComplete, waitedMs: Math.round(performance.now() - began) });
  try {
    for (;;) {
      const before = sorter.lines;
      const missing = await look(access, { ...window, startMs }, seen, sorter);
      const now = performance.now();
      const isQuiet = sorter.lines === before;
      if (!isQuiet) lastNewMs = now;
      const quietForMs = now - lastNewMs;
      // The set-up sent requests too, and nobody counted them: what comes with the next look belongs to the run as well.
      const isAllThere = isQuiet && sorter.lines > 0 && (sorter.reports >= requests || quietForMs >= times.quietMs);
      const isOver = sorter.lines >= MOST_LINES || now - began >= times.patienceMs;
      if (isAllThere || isOver) return reportOf(isAllThere && !isOver);
      // A function makes its log group when it runs for the first time.
      if (missing === undefined) startMs = Math.max(window.startMs, window.endMs - times.patienceMs);
      else if (quietForMs >= times.quietMs) throw missing;
      await sleep(times.lookEveryMs, undefined, { signal: access.aws.abort.abortSignal });
    }
  } catch (error) {
    // What had been read when the user stopped it is known.
    if (access.aws.abort.abortSignal.aborted && sorter.lines > 0) return reportOf(false);
    throw error;
  }
}

/** Sorts the lines that are new. @returns the error, when there is no log group */
async function look(
  access: LambdaAccess,
  window: Span,
  seen: Map<string, number>,
  sorter: LogSorter,
): Promise<AwsError | undefined> {
  try {
    for await (const lines of logPages(access, window, seen)) {
      for (const line of lines) sorter.add(line);
      if (sorter.lines >= MOST_LINES) break;
    }
    return undefined;
  } catch (error) {
    if (error instanceof AwsError && error.isNotFound) return error;
    throw error;
  }
}
