import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SeriesRecorder } from '../../../src/core/series/series-recorder.ts';
import { showProgress } from '../../../src/node/run/show-progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function began(): SeriesRecorder {
  const recorder = new SeriesRecorder();
  recorder.add({ metric: 'load_began', value: 12_000, atMs: Date.now(), tags: {} });
  return recorder;
}

/** A terminal of so many columns, and all that was written to it. */
function fakeTerminal(columns: number): { terminal: NodeJS.WriteStream; written: () => string } {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    terminal: Object.assign(stream, { isTTY: true, columns }) as unknown as NodeJS.WriteStream,
    written: () => text,
  };
}

/** What stays on the screen of a terminal: text, new lines, and escapes that move within the line or clear it. */
function screenOf(written: string): string[] {
  const lines = [''];
  let column = 0;
  const print = (text: string): void => {
    const line = lines.at(-1) ?? '';
    lines[lines.length - 1] = line.slice(0, column).padEnd(column) + text + line.slice(column + text.length);
    column += text.length;
  };
  for (const [index, part] of written.split('\u001b[').entries()) {
    const [sequence = '', amount = '', command] = index === 0 ? [] : (/^(\d*)([GKJ])/.exec(part) ?? []);
    if (command === 'G') column = Number(amount) - 1;
    if (command === 'K' && amount === '2') lines[lines.length - 1] = '';
    else if (command === 'K' || command === 'J') lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, column);
    const [first = '', ...others] = part.slice(sequence.length).split('\n');
    print(first);
    for (const line of others) {
      lines.push('');
      column = 0;
      print(line);
    }
  }
  return lines;
}

test('without a terminal there is a line when the load begins and every five seconds, and none before', async () => {
  const lines: string[] = [];
  const recorder = new SeriesRecorder();
  const { signal } = new AbortController();
  const display = showProgress(recorder, { terminal: undefined, say: (line) => lines.push(line), signal });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(lines).toEqual([]);
  recorder.add({ metric: 'load_began', value: 12_000, atMs: Date.now(), tags: {} });
  await vi.advanceTimersByTimeAsync(12_000);
  display.stop();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(lines.map((line) => /running (\d+)s of 12s/.exec(line)?.[1])).toEqual(['1', '5', '10']);
  expect(display.onEngineLine).toBeUndefined();
});

test('on a terminal a bar is drawn, lines stand above it whole, and at the end it is gone', async () => {
  const { terminal, written } = fakeTerminal(80);
  const { signal } = new AbortController();
  const display = showProgress(began(), { terminal, say: () => {}, signal });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(written()).toContain('3s of 12s');
  expect(written()).toContain('░');
  display.onEngineLine?.('level=warning msg="Request Failed"');
  await vi.advanceTimersByTimeAsync(1_000);
  display.say('Redis is away');
  display.stop();
  expect(screenOf(written())).toEqual(['level=warning msg="Request Failed"', 'Redis is away', '']);
});

test('what is said when the bar has gone is said as ever', () => {
  const lines: string[] = [];
  const { terminal } = fakeTerminal(80);
  const { signal } = new AbortController();
  const display = showProgress(began(), { terminal, say: (line) => lines.push(line), signal });
  display.stop();
  display.say('later');
  expect(lines).toEqual(['later']);
});

test('before the load there is "preparing", and after Ctrl-C "stopping"', async () => {
  const { terminal, written } = fakeTerminal(80);
  const user = new AbortController();
  const display = showProgress(new SeriesRecorder(), { terminal, say: () => {}, signal: user.signal });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written()).toContain('preparing');
  user.abort();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written()).toContain('stopping');
  display.stop();
});
