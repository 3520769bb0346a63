import { expect, test } from 'vitest';
import { TestRun } from '../../../src/engine/test-run.ts';
import type { Outcome } from '../../../src/engine/vu/execution.ts';
import { VirtualUser } from '../../../src/engine/vu/virtual-user.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

/** A VU whose script exports these functions. */
function createVu(exported: Record<string, (vu: VirtualUser) => unknown>) {
  const clock = createFakeClock();
  const run = new TestRun(clock, () => {});
  const vu = new VirtualUser(1, run, { GIVEN: '1' });
  vu.exports = Object.fromEntries(Object.entries(exported).map(([name, body]) => [name, () => () => body(vu)]));
  vu.activate('iteration', { scenario: 's' });
  const count = (metric: string) => {
    const sink = run.registry.get(metric)?.sink;
    return sink?.type === 'counter' ? sink.count : Number.NaN;
  };
  return { vu, run, clock, count };
}

test('an interrupted VU emits nothing more, until it runs again', async () => {
  const { vu, run, count } = createVu({
    hang: () => new Promise(() => {}),
    emit: () => vu.emit('http_reqs', 1, vu.tagSet()),
  });
  const outcomes: Outcome[] = [];
  vu.call('hang', undefined, (outcome) => outcomes.push(outcome));
  vu.emit('http_reqs', 1, vu.tagSet());
  vu.interrupt();
  vu.emit('http_reqs', 1, vu.tagSet());
  vu.emitCheck('late', false, {});
  expect(outcomes).toEqual([{ kind: 'interrupted' }]);
  expect(count('http_reqs')).toBe(1);
  expect(run.checkTree.root.checks).toEqual([]);

  await new Promise<Outcome>((resolve) => vu.call('emit', undefined, resolve));
  expect(count('http_reqs')).toBe(2);
});

test('a VU keeps an iteration alive for tracked operations, and passes their outcome on', async () => {
  let settle = (_value: string) => {};
  const { vu, clock } = createVu({
    ask: () => {
      void vu
        .track<string>((resolve) => {
          settle = resolve;
        })
        .then((value) => received.push(value));
    },
  });
  const received: string[] = [];
  let isOver = false;
  vu.call('ask', undefined, () => {
    isOver = true;
  });
  await clock.advance(10);
  expect(isOver).toBe(false);
  settle('answer');
  await clock.advance(0);
  expect({ isOver, received }).toEqual({ isOver: true, received: ['answer'] });
});

test('a check counts for the group it is made in, whatever group the same check was made in before', () => {
  const { vu, run } = createVu({});
  run.registry.select('checks{group:::a}');
  for (const group of ['', '::a', '::a', '']) {
    vu.groupPath = group;
    vu.emitCheck('ok', true);
  }
  const submetric = [...run.registry.all()].find(({ name }) => name === 'checks{group:::a}');
  expect(submetric?.sink).toMatchObject({ total: 2 });
  expect(run.checkTree.root).toMatchObject({
    checks: [{ name: 'ok', passes: 2 }],
    groups: [{ checks: [{ passes: 2 }] }],
  });
});

test('tags of the group and of the call are laid over those of the scenario', () => {
  const { vu } = createVu({});
  vu.groupPath = '::a';
  expect(vu.tagSet({ name: 'n' }).tags).toEqual({ group: '::a', name: 'n', scenario: 's' });
  expect(vu.tagSet({ name: 'n' })).toBe(vu.tagSet({ name: 'n' }));
});

test('the environment of a scenario replaces that of the one before', () => {
  const { vu } = createVu({});
  vu.activate('iteration', {}, { A: 'a' });
  (vu.env as Record<string, unknown>).N = 5;
  expect({ ...vu.env }).toEqual({ GIVEN: '1', A: 'a', N: '5' });
  vu.activate('iteration', {}, { B: 'b' });
  expect({ ...vu.env }).toEqual({ GIVEN: '1', B: 'b' });
});

test('bytes are sampled once per call', async () => {
  const { vu, count } = createVu({});
  vu.countBytes(10, 100);
  vu.countBytes(1, 1);
  vu.closeCall();
  vu.closeCall();
  expect([count('data_sent'), count('data_received')]).toEqual([11, 101]);
});
