import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findOnPath } from '../../src/node/find-on-path.ts';

/** Chromium or Chrome on PATH; undefined when there is none. */
const BROWSER: string | undefined = findOnPath(
  ['chromium', 'chromium-browser', 'chrome', 'google-chrome'],
  process.env.PATH,
);

/** Why tests that need a browser are skipped; empty when they run. */
export const BROWSER_SKIP_REASON = BROWSER ? '' : 'neither chromium nor google-chrome is on PATH';

type Json = Record<string, unknown>;
type Listener = (method: string, params: Json) => void;

/** A page of a browser, spoken to by the DevTools protocol over a pipe: no port, no package. */
export interface Page {
  /** Calls a method of the protocol, such as `Page.navigate`. */
  send(method: string, params?: Json): Promise<Json>;
  /** The value of an expression in the page, awaited if it is a promise. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Opens an address and waits until it is loaded. */
  open(url: string): Promise<void>;
  /** Hears every event of the page. */
  listen(listener: Listener): void;
}

/** Starts a browser for as long as `use` takes. */
export async function withPage<Value>(use: (page: Page) => Promise<Value>): Promise<Value> {
  const profile = mkdtempSync(join(tmpdir(), 'poolproof-browser-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-pipe'];
  const child = spawn(BROWSER ?? '', [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // A group of its own, so that its children end with it.
    detached: true,
  });
  const exited = once(child, 'exit');
  try {
    return await use(await attach(child));
  } finally {
    // Its children would write to the profile for a while longer, and rmSync() never sees a file that comes while it is at work.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await exited;
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

async function attach(child: ChildProcess): Promise<Page> {
  const waiting = new Map<number, { resolve(result: Json): void; reject(error: Error): void }>();
  const listeners: Listener[] = [];
  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
  };
  child.on('error', failAll).on('exit', () => failAll(new Error('The browser ended')));
  let rest = '';
  (child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const { id, method, params, result, error } = JSON.parse(message);
      if (id === undefined) for (const listener of listeners) listener(method, params);
      else if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    }
  });
  let lastId = 0;
  let sessionId: unknown;
  const send = (method: string, params: Json = {}) =>
    new Promise<Json>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      (child.stdio[3] as Writable).write(`${JSON.stringify({ id: lastId, method, params, sessionId })}\0`);
    });
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  ({ sessionId } = await send('Target.attachToTarget', { targetId, flatten: true }));
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`);
  return {
    send,
    listen: (listener) => void listeners.push(listener),
    async evaluate<Value>(expression: string) {
      const { result } = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
      return (result as { value: Value }).value;
    },
    async open(url) {
      const loaded = new Promise<void>((resolve) => {
        listeners.push((method) => method === 'Page.loadEventFired' && resolve());
      });
      await send('Page.navigate', { url });
      await loaded;
    },
  };
}
