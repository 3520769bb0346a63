import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { onTestFinished, vi } from 'vitest';
import { pingRedis } from '../../src/node/stack/ping-redis.ts';

export interface TestRedis {
  url: string;
  port: number;
  /** Sends a signal: SIGKILL for a crash, SIGSTOP and SIGCONT for a hang. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a real redis-server on a free port. Inside a test it goes with the test; elsewhere (beforeAll) call `stop`. */
export async function startRedisServer(...extraArgs: string[]): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-redis-'));
  const port = await getPort({ host: '127.0.0.1' });
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess;

  async function start(): Promise<void> {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...extraArgs];
    server = spawn('redis-server', settings, { stdio: 'ignore' });
    // A server that wants a password answers too.
    const answers = () => pingRedis(url).catch((error: Error) => expectAnswer(error));
    await vi.waitFor(answers, { timeout: 10_000, interval: 20 });
  }
  async function signal(name: NodeJS.Signals): Promise<void> {
    const gone = name === 'SIGKILL' ? once(server, 'exit') : undefined;
    server.kill(name);
    await gone;
  }
  async function stop(): Promise<void> {
    if (server.exitCode === null && server.signalCode === null) await signal('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }

  await start();
  if (!isInsideTest(stop)) {
    process.once('exit', () => {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
  }
  return { url, port, signal, restart: start, stop };
}

function expectAnswer(error: Error): void {
  if (!error.message.startsWith('NOAUTH')) throw error;
}

function isInsideTest(cleanup: () => Promise<void>): boolean {
  try {
    onTestFinished(cleanup);
    return true;
  } catch {
    return false;
  }
}
