import { createServer, type Server, type Socket } from 'node:net';
import type { Recorder } from './recorder.ts';

const LIST = answerOf({ flags: [{ key: 'dark-mode' }, { key: 'new-checkout' }, { key: 'beta-search' }] });
const END_OF_REQUEST = '\r\n\r\n';

/**
 * A flag API that costs as little as it can, so that what is measured is the client and not the server: it answers
 * requests without a body and looks at their path only.
 */
export function createFastServer(recorder: Recorder): Server {
  return createServer((socket) => {
    socket.setNoDelay(true);
    // Clients end a load by resetting their connections.
    socket.on('error', () => {});
    let unread = '';
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1');
      for (let end = unread.indexOf(END_OF_REQUEST); end >= 0; end = unread.indexOf(END_OF_REQUEST)) {
        recorder.arrive();
        answer(socket, unread.slice(0, end + END_OF_REQUEST.length));
        unread = unread.slice(end + END_OF_REQUEST.length);
      }
    });
  });
}

function answer(socket: Socket, request: string): void {
  const [, key] = /^GET \/config\/flags\/([^ ?]+)/.exec(request) ?? [];
  const isLast = /^connection: close\r$/im.test(request);
  const text = key === undefined ? LIST : answerOf({ key: decodeURIComponent(key) });
  if (isLast) socket.end(text);
  else socket.write(text);
}

function answerOf(body: unknown): string {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
