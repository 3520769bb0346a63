import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Serves HTTP on a free port until the test ends; resolves to `http://127.0.0.1:port`. */
export async function serveHttp(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  return `http://127.0.0.1:${await listen(server)}`;
}

/** Accepts raw connections on a free port until the test ends; resolves to the port. */
export async function serveTcp(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  return listen(server);
}

/** Starts any server on a free port of 127.0.0.1, and ends it and its connections with the test. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A port of 127.0.0.1 that nobody listens on until the test ends. */
export async function closedPort(): Promise<number> {
  const { port, release } = await takePort(await serveTcp(() => {}));
  onTestFinished(release);
  return port;
}

/**
 * Takes a port that nobody listens on: that of our own end of a connection. It is given to nobody else before it is released.
 *
 * @param to whose server is connected to
 */
export async function takePort(to: number): Promise<{ readonly port: number; release(): void }> {
  const socket = connect(to, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  return { port: socket.localPort ?? 0, release: () => void socket.destroy() };
}
