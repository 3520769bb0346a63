import type { FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { LogLine } from '../../core/lambda/log-sorter.ts';
import { mayBeOf } from '../../core/lambda/log-stream.ts';
import type { Span } from '../../core/lambda/span.ts';
import type { LambdaAccess } from './access-lambda.ts';
import { askAws } from './ask-aws.ts';
import { FilterLogEventsCommand } from './aws-sdk.ts';

/**
 * All lines that the function wrote in a window (without an end: up to now), page by page, and each once. A page may be empty and have more behind it.
 *
 * @param seen times of the lines that were read, by their ids; lines are added to it
 * @throws AwsError when a page cannot be read
 */
export async function* logPages(
  { aws, logGroup, owner }: LambdaAccess,
  { startMs, endMs }: Pick<Span, 'startMs'> & Partial<Span>,
  seen: Map<string, number>,
): AsyncGenerator<LogLine[]> {
  const call = { action: 'logs:FilterLogEvents', what: `log group ${logGroup}`, region: aws.region };
  let nextToken: string | undefined;
  do {
    const input = {
      logGroupName: logGroup,
      startTime: startMs,
      ...(endMs !== undefined && { endTime: endMs }),
      ...(nextToken !== undefined && { nextToken }),
    };
    const page: FilterLogEventsCommandOutput = await askAws(call, () =>
      aws.logs.send(new FilterLogEventsCommand(input), aws.abort),
    );
    const lines: LogLine[] = [];
    for (const { eventId = '', timestamp = 0, message = '', logStreamName = '' } of page.events ?? []) {
      if (seen.has(eventId) || !mayBeOf(owner, logStreamName)) continue;
      seen.set(eventId, timestamp);
      lines.push({ atMs: timestamp, message, stream: logStreamName });
    }
    yield lines;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
