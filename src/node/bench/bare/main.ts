// GET at a constant rate from sockets of Node.js, and nothing else: no script, no metric, no check. What this costs, no
// engine in Node.js can do without. Built to dist/node/bare-loop.js.
import { connect, type Socket } from 'node:net';

const { BASE_URL = '', RATE = '', DURATION_MS = '', VUS = '' } = process.env;
const { hostname, port, host } = new URL(BASE_URL);
const REQUEST = `GET / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: bare\r\n\r\n`;
const PERIOD_MS = 1_000 / Number(RATE);
const READ_BUFFER_BYTES = 16 * 1024;

interface User {
  socket: Socket | undefined;
}

const idle: User[] = Array.from({ length: Number(VUS) }, () => ({ socket: undefined }));
const beganMs = performance.now();
let started = 0;

function send(user: User): void {
  if (user.socket !== undefined) {
    user.socket.write(REQUEST, 'latin1');
    return;
  }
  const onread = {
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
    // Answers are short, and come in one piece.
    callback: () => {
      idle.push(user);
      return true;
    },
  };
  const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread });
  user.socket = socket;
  socket.once('connect', () => socket.write(REQUEST, 'latin1'));
}

function startDue(): void {
  const elapsedMs = performance.now() - beganMs;
  if (elapsedMs > Number(DURATION_MS)) process.exit();
  for (; started * PERIOD_MS <= elapsedMs; started++) {
    const user = idle.shift();
    if (user !== undefined) send(user);
  }
  setTimeout(startDue, Math.max(1, Math.ceil(started * PERIOD_MS - (performance.now() - beganMs))));
}

startDue();
