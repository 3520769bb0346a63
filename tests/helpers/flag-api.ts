import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

const FLAGS = ['dark-mode', 'new-checkout', '<script>'];

export interface FlagApi {
  readonly url: string;
  /** Requests that reached the server so far. */
  readonly requestCount: () => number;
}

/** A flag API as it should be: the list, and single flags by key. */
export const healthyApi: RequestListener = (request, response) => {
  const key = /^\/config\/flags\/([^?]+)/.exec(request.url ?? '')?.[1];
  answerJson(
    response,
    key === undefined ? { flags: FLAGS.map((name) => ({ key: name })) } : { key: decodeURIComponent(key) },
  );
};

export function answerJson(response: Parameters<RequestListener>[1], body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Serves `listener` on a free loopback port until the test is over; over TLS when given a certificate. */
export async function serveFlagApi(listener: RequestListener, tls?: { key: string; cert: string }): Promise<FlagApi> {
  let requests = 0;
  const counted: RequestListener = (request, response) => {
    requests += 1;
    listener(request, response);
  };
  const server = tls === undefined ? createServer(counted) : createTlsServer(tls, counted);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, requestCount: () => requests };
}
