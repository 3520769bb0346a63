import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSamplePipe } from '../../../src/node/samples/sample-pipe.ts';
import { runCommand, temporaryFolder } from '../../helpers/run-poolproof.ts';

test('hands on every line that was written before the writer went, and then ends', async () => {
  const lines: string[] = [];
  const pipe = openSamplePipe(join(temporaryFolder(), 'samples'), (line) => lines.push(line));
  // More than a pipe holds at once: the writer has to wait for us.
  await runCommand('sh', ['-c', `seq 1 50000 > ${pipe.path}`], {});
  await pipe.drain();
  expect(lines.length).toBe(50_000);
  expect(lines.at(-1)).toBe('50000');
});

test('ends also when nobody ever wrote', async () => {
  const pipe = openSamplePipe(join(temporaryFolder(), 'samples'), () => expect.unreachable());
  await pipe.drain();
});

test('a writer that closes and another that opens it later are both read', async () => {
  const lines: string[] = [];
  const pipe = openSamplePipe(join(temporaryFolder(), 'samples'), (line) => lines.push(line));
  for (const line of ['one', 'two']) {
    const writer = openSync(pipe.path, 'a');
    writeSync(writer, `${line}\n`);
    closeSync(writer);
  }
  await pipe.drain();
  expect(lines).toEqual(['one', 'two']);
  expect(existsSync(pipe.path)).toBe(true);
});
