import { expect, test } from 'vitest';
import { formatDurationMs, parseDurationMs } from '../../../src/core/units/duration.ts';

test.each([
  ['30s', 30_000],
  ['1m30s', 90_000],
  ['500ms', 500],
  ['1.5h', 5_400_000],
  ['0s', 0],
])('parseDurationMs() reads %s', (text, expectedMs) => {
  expect(parseDurationMs(text)).toBe(expectedMs);
});

test.each(['', '30', 's', '30 s', '-1s', '1d', '1s!'])('parseDurationMs() refuses "%s"', (text) => {
  expect(() => parseDurationMs(text)).toThrow(SyntaxError);
});

test.each([0, 1, 999, 1_000, 61_000, 3_600_000, 86_399_999])('formatDurationMs() is read back: %d ms', (durationMs) => {
  expect(parseDurationMs(formatDurationMs(durationMs))).toBe(durationMs);
});
