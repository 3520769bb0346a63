import { setTimeout as sleep } from 'node:timers/promises';
import { FilterLogEventsCommand, type FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { LambdaLogs } from '../../core/lambda/lambda-logs.ts';
import type { LogPatterns } from '../../core/lambda/log-patterns.ts';
import { LogSorter } from '../../core/lambda/log-sorter.ts';
import { mayBeOf } from '../../core/lambda/log-stream.ts';
import type { LambdaAccess } from './access-lambda.ts';
import { askAws } from './ask-aws.ts';

/** How long lines may take from the function to CloudWatch; they take seconds as a rule. */
const PATIENCE_MS = 60_000;
/** Without a new line for so long there is none to come. */
const QUIET_MS = 10_000;
const LOOK_EVERY_MS = 2_000;
/** So many lines are read at most. */
const MOST_LINES = 1_000_000;

export interface LogWindow {
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
}

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
  const seen = new Set<string>();
  let lastNewMs = began;
  let isComplete = false;
  for (;;) {
    const before = sorter.lines;
    await readPages(access, { window, sorter, seen });
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

interface Pages {
  readonly window: LogWindow;
  readonly sorter: LogSorter;
  /** Ids of the lines that were read. */
  readonly seen: Set<string>;
}

/** Reads every page; an empty one may have more behind it. */
async function readPages({ aws, logGroup, owner }: LambdaAccess, { window, sorter, seen }: Pages): Promise<void> {
  const call = { action: 'logs:FilterLogEvents', what: `log group ${logGroup}`, region: aws.region };
  let nextToken: string | undefined;
  do {
    const input = {
      logGroupName: logGroup,
      startTime: window.startMs,
      endTime: window.endMs,
      ...(nextToken !== undefined && { nextToken }),
    };
    const page: FilterLogEventsCommandOutput = await askAws(call, () =>
      aws.logs.send(new FilterLogEventsCommand(input), aws.abort),
    );
    for (const { eventId = '', timestamp = 0, message = '', logStreamName = '' } of page.events ?? []) {
      if (seen.has(eventId) || !mayBeOf(owner, logStreamName)) continue;
      seen.add(eventId);
      sorter.add({ atMs: timestamp, message, stream: logStreamName });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined && sorter.lines < MOST_LINES);
}
