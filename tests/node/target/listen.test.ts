import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listenOnFreePort } from '../../../src/node/target/listen.ts';

async function listen(port: number, host = '127.0.0.1'): Promise<number> {
  const server = createServer((_request, response) => response.end('ours'));
  onTestFinished(() => void server.close());
  const bound = await listenOnFreePort(server, port, host);
  expect((server.address() as AddressInfo).port).toBe(bound);
  return bound;
}

test('takes the next free port when the wanted one is taken', async () => {
  const taken = await listen(0);
  const next = await listen(taken);
  expect(next).toBeGreaterThan(taken);
  expect(next).toBeLessThanOrEqual(taken + 100);
  const response = await fetch(`http://127.0.0.1:${next}`);
  expect(await response.text()).toBe('ours');
});

test('several that want the same port at once all get one', async () => {
  const taken = await listen(0);
  const ports = await Promise.all(Array.from({ length: 5 }, () => listen(taken)));
  expect(new Set([taken, ...ports]).size).toBe(6);
});

test('rejects what another port does not cure', async () => {
  await expect(listen(0, '203.0.113.1')).rejects.toThrow('EADDRNOTAVAIL');
});
