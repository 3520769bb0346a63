import { expect, test } from 'vitest';
import { parsePlatformLine } from '../../../src/core/lambda/platform-line.ts';

const REPORT =
  'REPORT RequestId: 1f0a\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 91 MB\t';
const NONE = { initMs: null, restoreMs: null, isTimeout: false };

test.each([
  ['an invocation', REPORT, { what: 'report', durationMs: 12.34, memoryMaxMb: 91, ...NONE }],
  ['the first in an environment', `${REPORT}Init Duration: 312.50 ms\t\n`, { durationMs: 12.34, initMs: 312.5 }],
  [
    'the first in an environment from a snapshot',
    `${REPORT}Restore Duration: 199.62 ms\tBilled Restore Duration: 80 ms\t`,
    { durationMs: 12.34, initMs: null, restoreMs: 199.62 },
  ],
  ['one that took too long', `${REPORT}Status: timeout`, { what: 'report', isTimeout: true }],
  [
    'one with a trace',
    `${REPORT}\nXRAY TraceId: 1-5e\tSegmentId: 4\tSampled: true`,
    { what: 'report', durationMs: 12.34 },
  ],
  [
    'an environment that did not start',
    'INIT_REPORT Init Duration: 10010.83 ms\tPhase: init\tStatus: timeout',
    { what: 'failed-init' },
  ],
  ['a snapshot that was taken', 'INIT_REPORT Init Duration: 812.02 ms', { what: 'other', initMs: null }],
  ['the start of an environment', 'INIT_START Runtime Version: nodejs:22.v40', { what: 'start', initMs: null }],
  ['the start of one from a snapshot', 'RESTORE_START Runtime Version: java:21.v9', { what: 'start' }],
  ['the start of an invocation', 'START RequestId: 1f0a Version: $LATEST', { what: 'other' }],
])('the text format tells of %s', (_what, message, expected) => {
  expect(parsePlatformLine(message)).toMatchObject(expected);
});

test.each([
  [
    'an invocation',
    { type: 'platform.report', record: { status: 'success', metrics: { durationMs: 12.34, maxMemoryUsedMB: 91 } } },
    { what: 'report', durationMs: 12.34, memoryMaxMb: 91, ...NONE },
  ],
  [
    'the first in an environment',
    { type: 'platform.report', record: { metrics: { durationMs: 1, initDurationMs: 312.5 } } },
    { initMs: 312.5 },
  ],
  [
    'the first in an environment from a snapshot',
    { type: 'platform.report', record: { metrics: { durationMs: 1, restoreDurationMs: 199.6 } } },
    { restoreMs: 199.6 },
  ],
  [
    'one that took too long',
    { type: 'platform.report', record: { status: 'timeout', metrics: {} } },
    { isTimeout: true },
  ],
  [
    'an environment that did not start',
    { type: 'platform.initReport', record: { status: 'error' } },
    { what: 'failed-init' },
  ],
  [
    'the start of one',
    { type: 'platform.initReport', record: { status: 'success', metrics: { durationMs: 5 } } },
    { what: 'other', initMs: null },
  ],
])('JSON tells of %s', (_what, value, expected) => {
  expect(parsePlatformLine(JSON.stringify({ time: '2026-11-28T08:00:00.000Z', ...value }))).toMatchObject(expected);
});

test.each([
  '2026-11-28T08:00:00.000Z\t1f0a\tINFO\tRedis cache hit',
  '{"level":"INFO","message":"saw a platform.report"}',
  '{"type":"platform.report"',
  'REPORTING for duty',
])('%s is a line of the function itself', (message) => {
  expect(parsePlatformLine(message)).toBeUndefined();
});
