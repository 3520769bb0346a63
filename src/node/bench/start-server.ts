import { fileURLToPath } from 'node:url';
import { startProcess } from '../processes/start-process.ts';
import type { Records, ServerAnswer, ServerRequest } from './server/server-message.ts';
import type { World } from './server/world.ts';

export interface BenchServer {
  /** Does to each request what the world says. */
  readonly delayUrl: string;
  /** Answers at once. */
  readonly fastUrl: string;
  /** Forgets all requests. */
  begin(world?: World): Promise<void>;
  /** Requests that have arrived so far. */
  count(): Promise<number>;
  /** What was seen since `begin`. */
  records(): Promise<Records>;
  /** Ends the process. */
  stop(): Promise<void>;
}

/** Starts a server in a process of its own, on free ports of 127.0.0.1. */
export async function startServer(): Promise<BenchServer> {
  const server = startProcess({
    command: [process.execPath, fileURLToPath(new URL('./bench-server.js', import.meta.url))],
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const { child, exited } = server;
  const waiting: { type: ServerAnswer['type']; resolve: (answer: ServerAnswer) => void }[] = [];
  child.on('message', (answer: ServerAnswer) => {
    const index = waiting.findIndex(({ type }) => type === answer.type);
    for (const { resolve } of index < 0 ? [] : waiting.splice(index, 1)) resolve(answer);
  });

  function next<Type extends ServerAnswer['type']>(type: Type): Promise<Extract<ServerAnswer, { type: Type }>> {
    const answer = new Promise<ServerAnswer>((resolve) => waiting.push({ type, resolve }));
    const gone = exited.then(() => Promise.reject(new Error('The server of the bench ended early')));
    return Promise.race([answer, gone]) as Promise<Extract<ServerAnswer, { type: Type }>>;
  }
  function ask<Type extends ServerAnswer['type']>(request: ServerRequest, type: Type) {
    child.send(request);
    return next(type);
  }

  const { delayUrl, fastUrl } = await next('listening');
  return {
    delayUrl,
    fastUrl,
    async begin(world = { kind: 'constant', delayMs: 0 }) {
      await ask({ type: 'begin', world }, 'began');
    },
    count: async () => (await ask({ type: 'count' }, 'count')).count,
    records: () => ask({ type: 'end' }, 'records'),
    async stop() {
      server.signal('SIGKILL');
      await exited;
    },
  };
}
