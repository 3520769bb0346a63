// The server of the benches, a process of its own so that its work is not taken for the client's. Built to
// dist/node/bench-server.js, and gone as soon as the process that started it is.
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { createDelayServer } from './delay-server.ts';
import { createFastServer } from './fast-server.ts';
import { Recorder } from './recorder.ts';
import type { ServerAnswer, ServerRequest } from './server-message.ts';

const recorder = new Recorder();
const delay = createDelayServer(recorder);

process.on('disconnect', () => process.exit());
process.on('SIGINT', () => {});
process.on('message', (request: ServerRequest) => {
  if (request.type === 'count') say({ type: 'count', count: recorder.count });
  else if (request.type === 'end') say({ type: 'records', ...recorder.take() });
  else {
    recorder.take();
    delay.begin(request.world);
    say({ type: 'began' });
  }
});

say({
  type: 'listening',
  delayUrl: await listen(delay.server),
  fastUrl: await listen(createFastServer(recorder)),
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1', 4_096);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function say(answer: ServerAnswer): void {
  process.send?.(answer);
}
