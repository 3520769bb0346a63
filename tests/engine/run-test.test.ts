import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/engine/clock.ts';
import { Test } from '../../src/engine/run-test.ts';
import { warmUp } from '../../src/engine/v8/warm-up.ts';

/** Runs a script and returns what happened, in order: getting ready, and what the script logs. */
async function eventsOf(script: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const scriptFile = join(folder, 'script.js');
  writeFileSync(scriptFile, script);
  const events: string[] = [];
  const exitCode = await new Test({
    scriptFile,
    env: {},
    userAgent: 'test',
    isQuiet: true,
    segment: {},
    series: undefined,
    terminal: { isStdOutTTY: false, isStdErrTTY: false, noColor: true },
    streams: { stdout: () => {}, stderr: (text) => events.push(/msg=(\w+)/.exec(String(text))?.[1] ?? String(text)) },
    clock: systemClock,
    makeReady: async ({ count, perSecond }, sendsHttp) =>
      void events.push(`${sendsHttp ? 'HTTP' : 'no HTTP'}, ${count} planned at ${perSecond}/s`),
    collectGarbage: () => events.push('collect garbage'),
  }).run();
  expect(exitCode).toBe(0);
  return events;
}

const SCENARIO = "executor: 'constant-arrival-rate', rate: 30, timeUnit: '1m', duration: '1s', preAllocatedVUs: 1";

test('a test is made ready before it begins, and has no garbage of its start left when the load begins', async () => {
  const events = await eventsOf(`
    import http from 'k6/http';
    export const options = { scenarios: { load: { ${SCENARIO} } } };
    export function setup() { console.log('setup'); }
    export default function () { console.log('iteration'); }
    export function handleSummary() { return {}; }
  `);
  expect(events).toEqual(['HTTP, 0.5 planned at 0.5/s', 'setup', 'collect garbage', 'iteration']);
});

test('a test that sends no HTTP requests, and plans no rate, says so', async () => {
  const events = await eventsOf(`
    export default function () { console.log('iteration'); }
    export function handleSummary() { return {}; }
  `);
  expect(events).toEqual(['no HTTP, Infinity planned at 0/s', 'collect garbage', 'iteration']);
});

// A second try would find what the first has left, and be content.
test('warming up leaves no connection behind that would have to be closed during the load', { retry: 0 }, async () => {
  const connections = () => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;
  const before = connections();
  await warmUp(1);
  expect(connections()).toBe(before);
});
