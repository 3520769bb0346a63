import { expect, onTestFinished, test } from 'vitest';
import { type FaultEvent, runFaultSchedule } from '../../../src/node/faults/fault-schedule.ts';

test('a fault at time 0 begins at once, and Node.js 21 and newer have nothing to warn of', async () => {
  const warnings: string[] = [];
  const hear = ({ name }: Error) => void warnings.push(name);
  process.on('warning', hear);
  onTestFinished(() => void process.off('warning', hear));
  const events: FaultEvent[] = [];
  await runFaultSchedule({
    faults: [{ kind: 'refuse', atMs: 0, forMs: 1 }],
    actionsOf: () => ({ begin: () => {}, end: () => {} }),
    record: (event) => void events.push(event),
    signal: new AbortController().signal,
  });
  // Warnings are told a turn later.
  await new Promise((resolve) => setImmediate(resolve));
  expect(events.map(({ event }) => event)).toEqual(['begin', 'end']);
  expect(warnings).toEqual([]);
});
