import { expect, test } from 'vitest';
import {
  type BreakerState,
  CircuitBreaker,
  CircuitOpenError,
} from '../../../../src/node/target/cache/circuit-breaker.ts';

class Refusal extends Error {}

function createBreaker() {
  const clock = { ms: 0 };
  const changes: BreakerState[] = [];
  const breaker = new CircuitBreaker({
    failureLimit: 3,
    openMs: 1000,
    isOutage: (error) => !(error instanceof Refusal),
    onChange: (state) => changes.push(state),
    now: () => clock.ms,
  });
  const fail = () => breaker.run(() => Promise.reject(new Error('down'))).catch((error: Error) => error);
  const succeed = () => breaker.run(async () => 'answer');
  return { breaker, changes, clock, fail, succeed };
}

test('opens after three failures in a row and then refuses without trying', async () => {
  const { breaker, fail } = createBreaker();
  await fail();
  await fail();
  expect(breaker.state).toBe('closed');
  await fail();
  expect(breaker.state).toBe('open');
  let tried = false;
  const refused = breaker.run(async () => {
    tried = true;
  });
  await expect(refused).rejects.toThrow(CircuitOpenError);
  expect(tried).toBe(false);
});

test('an answer in between starts the count again', async () => {
  const { breaker, fail, succeed } = createBreaker();
  await fail();
  await fail();
  await succeed();
  await fail();
  await fail();
  expect(breaker.state).toBe('closed');
});

test('an error that proves the other side alive does not count', async () => {
  const { breaker } = createBreaker();
  for (let i = 0; i < 5; i += 1) await breaker.run(() => Promise.reject(new Refusal('no'))).catch(() => {});
  expect(breaker.state).toBe('closed');
});

test('after the pause one operation tries, the others are refused, and its answer closes it', async () => {
  const { breaker, changes, clock, fail, succeed } = createBreaker();
  for (let i = 0; i < 3; i += 1) await fail();
  clock.ms = 999;
  await expect(succeed()).rejects.toThrow(CircuitOpenError);
  clock.ms = 1000;
  const trial = succeed();
  await expect(succeed()).rejects.toThrow(CircuitOpenError);
  await expect(trial).resolves.toBe('answer');
  expect(changes).toEqual(['open', 'half-open', 'closed']);
  expect(breaker.state).toBe('closed');
});

test('a failed trial opens it for another pause', async () => {
  const { changes, clock, fail, succeed } = createBreaker();
  for (let i = 0; i < 3; i += 1) await fail();
  clock.ms = 1000;
  await fail();
  clock.ms = 1999;
  await expect(succeed()).rejects.toThrow(CircuitOpenError);
  clock.ms = 2000;
  await expect(succeed()).resolves.toBe('answer');
  expect(changes).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
});

test('a late answer to something asked before it opened does not close it', async () => {
  const { breaker, fail } = createBreaker();
  let answer = (): void => {};
  const late = breaker.run(
    () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  );
  for (let i = 0; i < 3; i += 1) await fail();
  answer();
  await late;
  expect(breaker.state).toBe('open');
});
