import { connect, type Socket } from 'node:net';
import { target } from './start-at-rate.ts';

const READ_BUFFER_BYTES = 16 * 1024;

/** Connects to the server of the bench. Answers are short, and come in one piece. */
export function openSocket(
  onOpen: (socket: Socket) => void,
  onAnswer: (bytes: Buffer, length: number) => void,
): Socket {
  const onread = {
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
    callback: (length: number, buffer: Uint8Array) => {
      onAnswer(buffer as Buffer, length);
      return true;
    },
  };
  const socket = connect({ host: target.hostname, port: Number(target.port), noDelay: true, onread });
  return socket.once('connect', () => onOpen(socket));
}
