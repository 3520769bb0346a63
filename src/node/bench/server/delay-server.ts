import { createServer, type Server } from 'node:http';
import type { Recorder } from './recorder.ts';
import { answerTimes, type World } from './world.ts';

const BODY = '{"flags":[]}';
const HEADERS = { 'content-type': 'application/json', 'content-length': String(BODY.length) };

interface DelayServer {
  readonly server: Server;
  /** What is done to the requests that follow. */
  begin(world: World): void;
}

/** Answers each request when the world says, and has it written down. */
export function createDelayServer(recorder: Recorder): DelayServer {
  let dueMs = answerTimes({ kind: 'constant', delayMs: 0 });
  const server = createServer((_request, response) => {
    const index = recorder.count;
    const arrivedMs = recorder.arrive();
    const answer = (): void => {
      response.writeHead(200, HEADERS).end(BODY);
      recorder.answer(index);
    };
    setTimeout(answer, dueMs(arrivedMs) - arrivedMs);
  });
  // A user whose turn comes after five seconds finds its connection open.
  server.keepAliveTimeout = 0;
  return {
    server,
    begin(world) {
      dueMs = answerTimes(world);
    },
  };
}
