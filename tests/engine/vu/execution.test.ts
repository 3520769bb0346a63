import { expect, test } from 'vitest';
import { type Begin, Execution } from '../../../src/engine/vu/execution.ts';
import { VuTimers } from '../../../src/engine/vu/vu-timers.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';

/** Runs a function with timers on a clock that moves only when told to. */
function start(body: (timers: VuTimers['functions']) => unknown) {
  const clock = createFakeClock();
  let execution: Execution | undefined;
  const timers = new VuTimers(
    clock,
    () => execution,
    () => {},
  );
  const ended: unknown[] = [];
  execution = new Execution(
    () => body(timers.functions),
    (outcome) => ended.push({ at: clock.now(), ...outcome }),
  );
  execution.begin();
  return { execution, clock, ended };
}

test('an execution is over when its function has returned', async () => {
  const { clock, ended } = start(() => 5);
  await clock.advance(0);
  expect(ended).toEqual([{ at: 0, kind: 'returned', value: 5 }]);
});

test('an execution waits for timers and for what they start', async () => {
  const fired: string[] = [];
  const { clock, ended } = start(({ setTimeout, setInterval, clearInterval }) => {
    setTimeout(() => setTimeout(() => fired.push('nested'), 50), 100);
    const id = setInterval(() => fired.length >= 2 && clearInterval(id), 70);
    setTimeout(() => fired.push('first'), 1);
  });
  await clock.advance(1_000);
  expect(fired).toEqual(['first', 'nested']);
  expect(ended).toEqual([{ at: 210, kind: 'returned', value: undefined }]);
});

test('an execution that throws in a timer drops the other timers', async () => {
  let hasFired = false;
  const { clock, ended } = start(({ setTimeout }) => {
    setTimeout(() => {
      throw new RangeError('late');
    }, 10);
    setTimeout(() => {
      hasFired = true;
    }, 20);
  });
  await clock.advance(1_000);
  expect(ended).toMatchObject([{ at: 10, kind: 'threw', error: new RangeError('late'), isRejection: false }]);
  expect(hasFired).toBe(false);
});

test('an execution tells a rejection from an exception', async () => {
  const { clock, ended } = start(() => Promise.reject('no'));
  await clock.advance(0);
  expect(ended).toMatchObject([{ kind: 'threw', error: 'no', isRejection: true }]);
});

test('an interrupted execution cancels what it waits for, and nothing resumes it', async () => {
  const log: string[] = [];
  let execution: Execution | undefined;
  const wait = () =>
    new Promise((resolve, reject) => {
      const begin: Begin<unknown> = (resume) => {
        log.push('waiting');
        return () => {
          log.push('cancelled');
          resume(undefined);
        };
      };
      execution?.run(begin, resolve, reject, true);
    });
  const started = start(({ setTimeout }) => {
    setTimeout(() => log.push('timer'), 10);
    return Promise.resolve().then(async () => {
      try {
        await wait();
      } finally {
        log.push('resumed');
      }
    });
  });
  execution = started.execution;
  await started.clock.advance(0);
  execution.interrupt();
  execution.interrupt();
  await started.clock.advance(100);
  expect(log).toEqual(['waiting', 'cancelled']);
  expect(started.ended).toEqual([{ at: 0, kind: 'interrupted' }]);
});

test('while a blocking call is under way nothing else goes on: no timer fires, and no other promise settles', async () => {
  const log: string[] = [];
  let execution: Execution | undefined;
  const after = (delayMs: number, isBlocking: boolean, clock: FakeClock) =>
    new Promise((resolve, reject) => {
      execution?.run((done) => clock.after(delayMs, () => done(undefined)), resolve, reject, isBlocking);
    });
  const started = start(({ setTimeout }) => {
    setTimeout(() => log.push('timer 10'), 10);
    setTimeout(() => log.push('timer 60'), 60);
  });
  execution = started.execution;
  void after(20, false, started.clock).then(() => log.push('promise 20'));
  void after(40, true, started.clock).then(() => log.push('blocking call'));
  await started.clock.advance(39);
  expect(log).toEqual([]);
  await started.clock.advance(1);
  for (let turn = 0; turn < 3; turn++) await started.clock.advance(20);
  expect(log).toEqual(['blocking call', 'timer 10', 'promise 20', 'timer 60']);
  expect(started.ended).toMatchObject([{ kind: 'returned' }]);
});
