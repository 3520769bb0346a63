import { expect, test } from 'vitest';
import { fewFailures } from '../../../src/node/run/few-failures.ts';

function failure(index: number): string {
  return `time="2026-01-01T00:00:00Z" level=warning msg="Request Failed" error="request timeout ${index}"`;
}

test('shows the first ten failed requests, counts the others and lets all else through', () => {
  const printed: string[] = [];
  const log = fewFailures((line) => printed.push(line));
  for (let index = 1; index <= 25; index += 1) {
    log.onLine(failure(index));
    if (index % 10 === 0) log.onLine(`level=error msg="script ${index}"`);
  }
  log.close();
  expect(printed.filter((line) => line.includes('Request Failed'))).toEqual(
    Array.from({ length: 10 }, (_, index) => failure(index + 1)),
  );
  expect(printed.filter((line) => line.includes('script'))).toHaveLength(2);
  expect(printed.at(-1)).toMatch(/^poolproof: 15 more warnings like these were left out/);
});

test('cuts a line that quotes megabytes', () => {
  const printed: string[] = [];
  fewFailures((line) => printed.push(line)).onLine('x'.repeat(4_000_000));
  expect(printed).toEqual([`${'x'.repeat(2_000)} … (4000000 characters)`]);
});

test('says nothing of warnings left out when none was', () => {
  const printed: string[] = [];
  const log = fewFailures((line) => printed.push(line));
  for (let index = 1; index <= 10; index += 1) log.onLine(failure(index));
  log.close();
  expect(printed).toHaveLength(10);
});
