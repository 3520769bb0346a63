// The reference API as a process of its own; built to dist/node/target.js.
import { fileURLToPath } from 'node:url';
import { UserError } from '../user-error.ts';
import { readConfig } from './config.ts';
import { errorText } from './error-text.ts';
import { createLog } from './log.ts';
import { startTarget, type Target } from './start-target.ts';

/** What a forked API tells its parent. */
export type TargetMessage = { type: 'ready'; port: number; url: string } | { type: 'failed'; message: string };

const CACHE_FOLDER = fileURLToPath(new URL('../../.cache/', import.meta.url));

let target: Target | undefined;
let isStopping = false;

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await target?.close();
  process.exit(0);
}

function report(message: TargetMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}

const isForked = process.send !== undefined;
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
// Ctrl-C reaches the whole terminal group; a parent wants to end its run before its API goes.
process.on('SIGINT', isForked ? () => {} : stop);
process.on('disconnect', stop);
// A parent that was killed while this process loaded is gone before anybody listened for that.
if (isForked && !process.connected) await stop();
// Go on when nobody reads the log any more.
process.stdout.on('error', () => {});

try {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel, (line) => process.stdout.write(line));
  target = await startTarget(config, CACHE_FOLDER, log);
  log.info('listening', { url: target.url });
  await report({ type: 'ready', port: target.port, url: target.url });
} catch (error) {
  const message = error instanceof UserError ? error.message : `Cannot start the reference API: ${errorText(error)}`;
  process.stderr.write(`${message}\n`);
  await report({ type: 'failed', message });
  process.exit(1);
}
