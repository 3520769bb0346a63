import { expect, test } from 'vitest';
import {
  assertNoLostSuspension,
  createCoroutineRuntime,
  drive,
} from '../../../../../src/node/engines/embedded/vu/coroutine.ts';
import { type BlockingRun, Suspension } from '../../../../../src/node/engines/embedded/vu/suspension.ts';

const unexpected = (error: unknown) => {
  throw error;
};

test('drive() resumes suspensions that complete at once without deep recursion', () => {
  function* count(): BlockingRun<number> {
    let sum = 0;
    for (let n = 0; n < 100_000; n++) sum += (yield new Suspension((resume) => resume(1))) as number;
    return sum;
  }
  let result: unknown;
  drive(count(), (value) => (result = value), unexpected);
  expect(result).toBe(100_000);
});

test('drive() throws a failure into the run, where it can be caught', () => {
  function* attempt(): BlockingRun<string> {
    try {
      yield new Suspension((_resume, fail) => fail(new Error('refused')));
      return 'not reached';
    } catch (error) {
      return (error as Error).message;
    }
  }
  let result: unknown;
  drive(attempt(), (value) => (result = value), unexpected);
  expect(result).toBe('refused');
});

test('drive() interrupted cancels what is waited for and runs no catch or finally', () => {
  const log: string[] = [];
  let resumeLater: (value: unknown) => void = () => log.push('never started');
  function* wait(): BlockingRun {
    try {
      return yield new Suspension((resume) => {
        resumeLater = resume;
        return () => log.push('cancelled');
      });
    } finally {
      log.push('finally');
    }
  }
  const interrupt = drive(
    wait(),
    () => log.push('done'),
    () => log.push('failed'),
  );
  interrupt();
  interrupt();
  resumeLater('late');
  expect(log).toEqual(['cancelled']);
});

test('interrupt() drops what async functions and callbacks wait for', () => {
  const log: string[] = [];
  const runtime = createCoroutineRuntime();
  runtime.run(new Suspension(() => () => log.push('run'))).catch(unexpected);
  const callback = runtime.async(() => new Suspension(() => () => log.push('callback'))) as () => Promise<unknown>;
  callback().catch(unexpected);
  runtime.interrupt();
  runtime.interrupt();
  expect(log).toEqual(['run', 'callback']);
});

test('run() boxes its result, so that a promise in it is not awaited', async () => {
  const promise = Promise.resolve(1);
  expect((await createCoroutineRuntime().run(promise)).value).toBe(promise);
});

test('assertNoLostSuspension() finds a blocking call that nobody waits for, once', () => {
  assertNoLostSuspension();
  new Suspension(() => {});
  expect(() => assertNoLostSuspension()).toThrow('1 blocking call(s) did not wait');
  assertNoLostSuspension();
});

test('assertNoLostSuspension() finds a run that was made and that nobody began, once', () => {
  const { runs } = createCoroutineRuntime();
  runs.open++;
  expect(() => assertNoLostSuspension()).toThrow('1 blocking call(s) did not wait');
  assertNoLostSuspension();
});

test('assertNoLostSuspension() does not blame a stack overflow between making and beginning a run', () => {
  const { runs } = createCoroutineRuntime();
  function* overflow(): BlockingRun {
    runs.open++;
    return yield* overflow();
  }
  let failure: unknown;
  drive(overflow(), unexpected, (error) => (failure = error));
  expect(failure).toBeInstanceOf(RangeError);
  assertNoLostSuspension();
});
