import { createServer, request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { listen } from './local-server.ts';

interface ForwardProxy {
  readonly port: number;
  /** What it was asked for: the URLs of requests, and targets of tunnels, with what the client said it is. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
}

/**
 * A proxy that leads everything to one server on 127.0.0.1, until the test ends.
 *
 * @param toPort of that server; without it the proxy refuses every tunnel and request with 407
 */
export async function startForwardProxy(toPort?: number): Promise<ForwardProxy> {
  const asked: { target: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    if (toPort === undefined) return void response.writeHead(407).end();
    const { pathname, search } = new URL(request.url ?? '');
    const options = { host: '127.0.0.1', port: toPort, path: pathname + search, headers: request.headers };
    request.pipe(
      sendRequest({ ...options, method: request.method }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      }).on('error', () => response.destroy()),
    );
  });
  server.on('connect', (request, socket) => {
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    socket.on('error', () => {});
    if (toPort === undefined) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const upstream = connect(toPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  return { port: await listen(server), asked };
}
