import { expect, test } from 'vitest';
import { Execution } from '../../../../../src/node/engines/embedded/vu/execution.ts';
import { type BlockingRun, Suspension } from '../../../../../src/node/engines/embedded/vu/suspension.ts';
import { VuTimers } from '../../../../../src/node/engines/embedded/vu/vu-timers.ts';
import { createFakeClock } from '../../../../helpers/fake-clock.ts';

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
  const suspension = new Suspension((resume) => {
    log.push('waiting');
    return () => {
      log.push('cancelled');
      resume(undefined);
    };
  });
  function* block(): BlockingRun {
    try {
      return yield suspension;
    } finally {
      log.push('resumed');
    }
  }
  const { execution, clock, ended } = start(({ setTimeout }) => {
    setTimeout(() => log.push('timer'), 10);
    return block();
  });
  execution.interrupt();
  execution.interrupt();
  await clock.advance(100);
  expect(log).toEqual(['waiting', 'cancelled']);
  expect(ended).toEqual([{ at: 0, kind: 'interrupted' }]);
});
