import { expect, test } from 'vitest';
import { LOG_PATTERNS } from '../../../src/core/lambda/log-patterns.ts';
import type { LambdaAccess } from '../../../src/node/lambda/access-lambda.ts';
import { type LogTimes, readLog } from '../../../src/node/lambda/read-log.ts';

type Line = { readonly eventId: string; readonly timestamp: number; readonly message: string };
/** What a look finds: pages of lines, or an error by its name. */
type Look = readonly (readonly Line[])[] | string;

const START = 1_000_000;
const TIMES: LogTimes = { patienceMs: 200, quietMs: 40, lookEveryMs: 1 };

function report(id: number): Line {
  return { eventId: `${id}`, timestamp: START + id, message: `REPORT RequestId: ${id}\tDuration: 5.00 ms\t` };
}

/** A log that has something else at each look, and the last for ever. */
function accessTo(looks: readonly Look[]): { access: LambdaAccess; starts: number[] } {
  const starts: number[] = [];
  let pages: (readonly Line[])[] = [];
  const send = async ({ input }: { input: { startTime: number; nextToken?: string } }) => {
    if (input.nextToken === undefined) {
      const now = looks[Math.min(starts.length, looks.length - 1)] ?? [];
      starts.push(input.startTime);
      if (typeof now === 'string') throw Object.assign(new Error(now), { name: now });
      pages = [...now];
    }
    const events = pages.shift() ?? [];
    return { events, ...(pages.length > 0 && { nextToken: 'more' }) };
  };
  const aws = { logs: { send }, region: 'eu-central-1', abort: { abortSignal: new AbortController().signal } };
  const owner = { name: 'api', version: null };
  return { access: { aws, logGroup: '/aws/lambda/api', owner } as unknown as LambdaAccess, starts };
}

function read(looks: readonly Look[], requests = 2, times = TIMES) {
  const { access, starts } = accessTo(looks);
  const window = { startMs: START, endMs: START + 1_000 };
  return { starts, logs: readLog(access, { window, load: window, patterns: LOG_PATTERNS, requests, times }) };
}

test('the log is whole when each request has a REPORT line and a last look brings no more', async () => {
  const { logs, starts } = read([[[report(1)]], [[report(1), report(2)]], [[report(2), report(3)]]]);
  expect(await logs).toMatchObject({ invocations: 3, isComplete: true });
  // What is long past is not read again.
  expect(starts).toEqual([START, START + 800, START + 800, START + 800]);
});

test('pages that are empty have more behind them', async () => {
  const { logs } = read([[[], [report(1)], [], [report(2)]]]);
  expect(await logs).toMatchObject({ invocations: 2, lines: 2, isComplete: true });
});

test('without a REPORT line for each request the log is whole when nothing new comes', async () => {
  const { logs } = read([[[report(1)]]], 100);
  const { isComplete, waitedMs } = await logs;
  expect(isComplete).toBe(true);
  expect(waitedMs).toBeGreaterThanOrEqual(TIMES.quietMs);
});

test('lines that never end leave the log in part, and so does a log without a line', async () => {
  const growing = Array.from({ length: 1_000 }, (_, count) => [[report(count)]]);
  expect(await read(growing, 10_000).logs).toMatchObject({ isComplete: false });
  const { isComplete, lines, waitedMs } = await read([[[]]]).logs;
  expect({ isComplete, lines }).toEqual({ isComplete: false, lines: 0 });
  expect(waitedMs).toBeGreaterThanOrEqual(TIMES.patienceMs);
});

test('a log group may come to be while it is waited for; one that does not is told', async () => {
  const missing = 'ResourceNotFoundException';
  const patient = { patienceMs: 60_000, quietMs: 60_000, lookEveryMs: 1 };
  expect(await read([missing, missing, [[report(1), report(2)]]], 2, patient).logs).toMatchObject({ invocations: 2 });
  await expect(read([missing]).logs).rejects.toThrow(
    'there is no log group /aws/lambda/api in the region eu-central-1',
  );
  await expect(read([[[report(1)]], 'AccessDeniedException']).logs).rejects.toThrow('logs:FilterLogEvents is missing');
});
