import type { Socket } from 'node:net';
import { openSocket } from './open-socket.ts';
import { startAtRate, target } from './start-at-rate.ts';

const REQUEST = `GET / HTTP/1.1\r\nHost: ${target.host}\r\nUser-Agent: bare\r\n\r\n`;

interface User {
  socket: Socket | undefined;
}

const write = (socket: Socket) => socket.write(REQUEST, 'latin1');

/**
 * GET at a constant rate from sockets of Node.js, and nothing else: no script, no metric, no check. What this costs, no
 * engine in Node.js can do without.
 */
export function startBareLoop(): void {
  startAtRate<User>(
    () => ({ socket: undefined }),
    (user, idle) => {
      if (user.socket === undefined) user.socket = openSocket(write, () => void idle.push(user));
      else write(user.socket);
    },
  );
}
