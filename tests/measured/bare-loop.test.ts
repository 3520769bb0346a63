import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createFastServer } from '../../src/node/bench/server/fast-server.ts';
import { Recorder } from '../../src/node/bench/server/recorder.ts';
import { bareLoop } from '../../src/node/bench/tools/bare-loop.ts';

test('the bare loop sends what is planned, each user over one connection', async () => {
  const recorder = new Recorder();
  const server = createFastServer(recorder);
  onTestFinished(() => void server.close());
  let connections = 0;
  server.on('connection', () => connections++);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { env } = bareLoop.command({ url, ratePerSecond: 50, durationMs: 1_000, vus: 5 }, '');
  await promisify(execFile)(process.execPath, ['dist/node/bare-loop.js'], { env });
  // One each 20 ms from the start, and maybe one at the very end.
  expect([50, 51]).toContain(recorder.count);
  expect(connections).toBe(5);
});
