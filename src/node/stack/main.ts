// The guardian: a process between the command and the stack that outlives the command just long enough to stop
// everything, even if the command is killed. Built to dist/node/stack.js.
import { fileURLToPath } from 'node:url';
import { createGuardian } from './guardian.ts';
import type { CommandMessage } from './guardian-message.ts';

const guardian = createGuardian({
  environment: process.env,
  targetFile: fileURLToPath(new URL('./target.js', import.meta.url)),
  send: (message) => {
    if (process.connected) process.send?.(message);
  },
});

let isStopping = false;

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await guardian.stop();
  process.exit(0);
}

process.on('message', (message: CommandMessage) => {
  void (message.type === 'stop' ? stop() : guardian.setOutage(message.kind));
});
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
// It is meant for the command, which decides when the stack goes.
process.on('SIGINT', () => {});

// Whoever started this may be gone already, and nobody will say so a second time.
if (process.connected) await guardian.start();
