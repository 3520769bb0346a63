import { setTimeout as sleep } from 'node:timers/promises';
import type { LambdaLogs } from '../../core/lambda/lambda-logs.ts';
import type { LogPatterns } from '../../core/lambda/log-patterns.ts';
import { LogSorter } from '../../core/lambda/log-sorter.ts';
import type { LambdaAccess } from './access-lambda.ts';
import { type LogWindow, logPages } from './log-pages.ts';

/** How long lines may take from the function to CloudWatch; they take seconds as a rule. */
const PATIENCE_MS = 60_000;
/** Without a new line for so long there is none to come. */
const QUIET_MS = 10_000;
const LOOK_EVERY_MS = 2_000;
/** So many lines are read at most. */
const MOST_LINES = 1_000_000;

export interface ReadLogOptions {
  readonly window: LogWindow;
  readonly patterns: LogPatterns;
  /** Requests of the load: each leaves a REPORT line. */
  readonly requests: number;
  /** For tests of what takes long. */
  readonly times?: { readonly patienceMs: number; readonly quietMs: number; readonly lookEveryMs: number };
}

/**
 * Reads all lines that the function wrote in a window of time, and waits for those that are still on their way.
 *
 * @throws AwsError when it cannot be read
 */
export async function readLog(access: LambdaAccess, options: ReadLogOptions): Promise<LambdaLogs> {
  const { window, patterns, requests } = options;
  const { patienceMs, quietMs, lookEveryMs } = options.times ?? {
    patienceMs: PATIENCE_MS,
    quietMs: QUIET_MS,
    lookEveryMs: LOOK_EVERY_MS,
  };
  const began = performance.now();
  const sorter = new LogSorter(patterns);
  const seen = new Map<string, number>();
  let lastNewMs = began;
  let isComplete = false;
  for (;;) {
    const before = sorter.lines;
    for await (const lines of logPages(access, window, seen)) {
      for (const line of lines) sorter.add(line);
      if (sorter.lines >= MOST_LINES) break;
    }
    const now = performance.now();
    const isQuiet = sorter.lines === before;
    if (!isQuiet) lastNewMs = now;
    // The set-up sent requests too, and nobody counted them: what comes with the next look belongs to the run as well.
    const isAllThere = isQuiet && sorter.reports >= requests;
    isComplete = sorter.lines < MOST_LINES && (isAllThere || now - lastNewMs >= quietMs);
    if (isComplete || sorter.lines >= MOST_LINES || now - began >= patienceMs) break;
    await sleep(lookEveryMs, undefined, { signal: access.aws.abort.abortSignal });
  }
  return sorter.report({
    group: access.logGroup,
    isComplete: isComplete && sorter.lines > 0,
    waitedMs: Math.round(performance.now() - began),
  });
}
