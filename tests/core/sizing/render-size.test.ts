import { expect, test } from 'vitest';
import type { ComparedResult } from '../../../src/core/compare/compare-runs.ts';
import { judgeSize } from '../../../src/core/sizing/judge-size.ts';
import { renderSize, renderSizeMarkdown } from '../../../src/core/sizing/render-size.ts';
import { computedAnswer, measuredAnswer, unknownAnswer } from '../../../src/core/sizing/size-answer.ts';
import { sizeExitCode } from '../../../src/node/size/size-exit-code.ts';
import { simulatedRun } from '../../helpers/simulated-run.ts';

const LOAD = { ratePerSecond: 200, seconds: 5, holdMs: 19, databaseMs: 3 };
const QUESTION = { ratePerSecond: 200, instances: 0, workers: 1 };
const FLEET = { ...QUESTION, instances: 10, workers: 24 };
const PLAIN = { enableColors: false };

function run(size: number, evidence: Partial<NonNullable<ComparedResult['evidence']>> = {}): ComparedResult {
  const result = simulatedRun(LOAD, size, size);
  return { ...result, evidence: { ...result.evidence, ...evidence } as ComparedResult['evidence'] };
}

function measured(sizes: readonly number[], question = QUESTION, evidence = {}) {
  const tried = sizes.flatMap((size) => judgeSize(size, [run(size), run(size)]) ?? []);
  return measuredAnswer(
    tried,
    sizes.map((size) => run(size, evidence)),
    question,
  );
}

test('a measured answer names the size, its interval, why the one below fails, and what people at random need', () => {
  const answer = measured([50, 5, 4]);
  expect(answer).toMatchObject({ answer: 'measured', size: 5, interval: [5, 5] });
  const page = renderSize(answer, PLAIN);
  expect(page).toMatch(
    /POOL SIZE 5: a pool of 5 is the smallest that holds 200 requests\/s \(interval 5\): with 4, p95.* is \d+ ms \(limit < 50 ms\)/,
  );
  expect(page).toMatch(/^ {2}4 +2 +\d+ ms \(\d+ ms to \d+ ms\)/m);
  expect(page).toContain('this load comes evenly, that of people at random: for them 11, and 23 in a burst of 3 ×');
  const markdown = renderSizeMarkdown(answer);
  expect(markdown).toContain('### poolproof: pool size 5\n');
  expect(markdown).toMatch(/^\| 5 \| 2 \| /m);
  expect(sizeExitCode(answer)).toBe(0);
});

test('where no pool holds, the cause is not looked for in the pool', () => {
  const answer = measured([4], { ...QUESTION });
  expect(answer).toMatchObject({ answer: 'none-holds', size: null });
  expect(renderSize(answer, PLAIN)).toContain('NONE HOLDS: no pool up to 4 holds 200 requests/s: with 4, p95');
  expect(renderSize(answer, PLAIN)).toContain('The pool is not what is slow');
  expect(measured([4], QUESTION, { poolWaitingMax: 3 }).sentence).toContain('raise MAX_POOL');
  expect(sizeExitCode(answer)).toBe(99);
});

test('a computed answer is said to be computed, with what it takes for granted', () => {
  const answer = computedAnswer(run(50), QUESTION);
  const page = renderSize(answer, PLAIN);
  expect(page).toContain('221 loans/s × 19.4 ms = 4.28 connections in use on average');
  expect(page).toContain('POOL SIZE 11: computed, not measured');
  expect(page).toContain('Loans come at random');
  expect(page.split('\n').filter((line) => line.startsWith('  - '))).toHaveLength(4);
});

test('requests alone give a range, and what would tell more', () => {
  const told = { poolLoans: null, poolHeldMs: null, apiCommands: 1_100, redisCommandMeanMs: 0.4 };
  const answer = computedAnswer(run(50, told), QUESTION);
  expect(answer.interval?.[0]).toBe(2);
  expect(answer.sentence).toMatch(/That is the upper end: 2 would do if each command .* set POOL_PATH/);
});

test('one connection that serves all needs no pool', () => {
  const told = {
    poolLoans: null,
    poolHeldMs: null,
    connectionsMax: 1,
    multiplexingConnections: 1,
    apiCommands: 1_100,
    redisCommandMeanMs: 0.4,
  };
  const answer = computedAnswer(run(50, told), QUESTION);
  expect(answer).toMatchObject({ answer: 'one-connection', size: 1 });
  expect(renderSize(answer, PLAIN)).toContain('ONE CONNECTION: one connection serves all, 220 commands/s');
  expect(answer.sentence).toContain('a pool would not help: its library');
});

test('the size has to fit all instances', () => {
  const room = { maxClients: 1_000, otherConnections: 312 };
  const answer = measured([50, 5, 4], FLEET, room);
  expect(answer.fleet).toEqual({
    fits: false,
    sentence:
      'does not fit: 10 instances × 24 workers × 5 = 1200 connections; the server takes 1000, 312 are used by others: at most 2 each',
  });
  expect(sizeExitCode(answer)).toBe(99);
  expect(sizeExitCode(measured([50, 5, 4], FLEET, { ...room, maxClients: 10_000 }))).toBe(0);
  const unknown = measured([50, 5, 4], FLEET, { maxClients: null, otherConnections: null });
  expect(unknown.fleet?.fits).toBeNull();
  expect(sizeExitCode(unknown)).toBe(3);
});

test('what cannot be told is said with its reason', () => {
  const answer = unknownAnswer(run(50), QUESTION, 'the load generator was late');
  expect(renderSize(answer, PLAIN)).toContain('CANNOT TELL: the load generator was late');
  expect(sizeExitCode(answer)).toBe(3);
});
