import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createFastServer } from '../../src/node/bench/server/fast-server.ts';
import { Recorder } from '../../src/node/bench/server/recorder.ts';
import { bareLoop, leastLoop } from '../../src/node/bench/tools/loops.ts';

test.each([bareLoop, leastLoop])(
  'the $name loop sends what is planned, each user over one connection',
  async ({ name, command }) => {
    const recorder = new Recorder();
    const server = createFastServer(recorder);
    onTestFinished(() => void server.close());
    let connections = 0;
    server.on('connection', () => connections++);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { env } = command({ url, ratePerSecond: 50, durationMs: 1_000, vus: 5 }, '');
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/node/bare-loop.js', name], { env });
    // One each 20 ms from the start, and maybe one at the very end.
    expect([50, 51]).toContain(recorder.count);
    expect(connections).toBe(5);
    if (name === 'bare') return;
    // The last may still be under way.
    const { requests, ...counted } = JSON.parse(stdout);
    expect([recorder.count - 1, recorder.count]).toContain(requests);
    const metrics = { duration: requests, expected: requests, blocked: requests, connecting: requests };
    expect(counted).toMatchObject({
      ...metrics,
      failed: 0,
      checks: [['status is 200', { passes: requests, fails: 0 }]],
    });
  },
);
