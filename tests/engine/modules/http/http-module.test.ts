import { once } from 'node:events';
import type { Socket } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { createHttpModule } from '../../../../src/engine/modules/http/http-module.ts';
import type { Response } from '../../../../src/engine/modules/http/response.ts';
import { FakeVu } from '../../../helpers/fake-vu.ts';
import { serveHttp, serveTcp } from '../../../helpers/local-server.ts';

type Call = (...args: unknown[]) => Promise<Response>;
type Http = Record<'get' | 'post' | 'del' | 'head', Call> & {
  batch: (items: unknown) => Promise<Response[]>;
  asyncRequest: (...args: unknown[]) => Promise<Response>;
  cookieJar: () => { cookiesForURL(url: string): unknown };
};

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

function httpOf(vu: FakeVu): Http {
  return createHttpModule(vu) as unknown as Http;
}

test('an exchange gives nine samples whose phases add up', async () => {
  const base = await serveHttp((_, response) => response.end('ok'));
  const vu = new FakeVu();
  const { timings } = await httpOf(vu).get(base);
  expect(vu.samples.map(({ metric }) => metric).sort()).toEqual([
    'http_req_blocked',
    'http_req_connecting',
    'http_req_duration',
    'http_req_failed',
    'http_req_receiving',
    'http_req_sending',
    'http_req_tls_handshaking',
    'http_req_waiting',
    'http_reqs',
  ]);
  expect(timings.duration).toBeCloseTo(timings.sending + timings.waiting + timings.receiving, 6);
  expect(timings.waiting).toBeGreaterThan(0);
  expect(timings.connecting).toBeGreaterThan(0);
  expect(timings.blocked).toBeGreaterThanOrEqual(timings.connecting);
  expect(vu.valuesOf('http_req_duration')).toEqual([timings.duration]);
  vu.dispose();
});

test('connections are kept over requests and iterations, unless the options say otherwise', async () => {
  let connections = 0;
  const port = await serveTcp((socket) => {
    connections++;
    socket.on('data', () => socket.write(OK));
  });
  const connectionsOf = async (options: ConstructorParameters<typeof FakeVu>[0]) => {
    connections = 0;
    const vu = new FakeVu(options);
    const http = httpOf(vu);
    for (let i = 0; i < 3; i++) {
      vu.startIteration();
      await http.get(`http://127.0.0.1:${port}/`);
      await http.del(`http://127.0.0.1:${port}/`, 'body');
    }
    vu.dispose();
    return connections;
  };
  expect(await connectionsOf({})).toBe(1);
  expect(await connectionsOf({ noVUConnectionReuse: true })).toBe(3);
  expect(await connectionsOf({ noConnectionReuse: true })).toBe(6);
});

test('bytes are counted at the socket', async () => {
  const received: Buffer[] = [];
  const port = await serveTcp((socket) => {
    socket.on('data', (chunk) => {
      received.push(chunk);
      socket.write(OK);
    });
  });
  const vu = new FakeVu();
  const http = httpOf(vu);
  await http.get(`http://127.0.0.1:${port}/`);
  await http.get(`http://127.0.0.1:${port}/again`);
  expect(vu.sentBytes).toBe(Buffer.concat(received).length);
  expect(vu.receivedBytes).toBe(2 * OK.length);
  vu.dispose();
});

// A reused connection dies before it answers: Go's transport asks again on a fresh one, for what may be repeated.
test.each([
  ['GET', undefined, 2],
  ['POST', undefined, 1],
  ['DELETE', undefined, 1],
  ['POST', { 'idempotency-key': 'k' }, 2],
])('%s with headers %o reaches the server %i times when its reused connection dies', async (method, headers, hits) => {
  let hitCount = 0;
  const port = await serveTcp((socket) => {
    let requests = 0;
    socket.on('data', (chunk) => {
      const isFirst = chunk.toString().startsWith('GET /first');
      if (!isFirst) hitCount++;
      if (requests++ === 0) socket.write(OK);
      else socket.destroy();
    });
  });
  const vu = new FakeVu();
  const http = httpOf(vu);
  await http.get(`http://127.0.0.1:${port}/first`);
  const response = await http.asyncRequest(method, `http://127.0.0.1:${port}/`, 'x', { headers });
  expect({ hitCount, status: response.status }).toEqual({ hitCount: hits, status: hits === 2 ? 200 : 0 });
  expect(vu.valuesOf('http_reqs')).toEqual([1, 1]);
  vu.dispose();
});

test('an interrupted request is destroyed and leaves no samples', async () => {
  let client: Socket | undefined;
  const port = await serveTcp((socket) => {
    client = socket;
    socket.resume();
  });
  const vu = new FakeVu();
  const resume = vi.fn();
  httpOf(vu).get(`http://127.0.0.1:${port}/`).then(resume, resume);
  await vi.waitFor(() => expect(client).toBeDefined());
  const closed = once(client as Socket, 'close');
  vu.interrupt();
  await closed;
  expect({ samples: vu.samples, log: vu.logLines }).toEqual({ samples: [], log: [] });
  expect(resume).not.toHaveBeenCalled();
  vu.dispose();
});

test('requests are refused in init code', () => {
  const vu = new FakeVu();
  vu.stage = 'init';
  const http = httpOf(vu);
  expect(() => http.get('http://127.0.0.1/')).toThrow('Making http requests in the init context is not supported');
  expect(() => http.batch([])).toThrow('Using batch in the init context is not supported');
  expect(() => http.cookieJar()).toThrow('Making cookie jars in the init context is not supported');
});

test('batch keeps to the limit per host, and to the order of its items', async () => {
  let active = 0;
  let mostActive = 0;
  const waiting: (() => void)[] = [];
  const base = await serveHttp((request, response) => {
    active++;
    mostActive = Math.max(mostActive, active);
    waiting.push(() => {
      active--;
      response.end(request.url);
    });
  });
  const vu = new FakeVu({ batchPerHost: 3 });
  const paths = Array.from({ length: 9 }, (_, i) => `/${i}`);
  const result = httpOf(vu).batch(paths.map((path) => base + path));
  for (let answered = 0; answered < paths.length; answered++) {
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
    waiting.pop()?.();
  }
  expect((await result).map(({ body }) => body)).toEqual(paths);
  expect(mostActive).toBe(3);
  vu.dispose();
});

test('cookies are sent back until the next iteration, or for ever with noCookiesReset', async () => {
  const base = await serveHttp((request, response) => {
    response.setHeader('Set-Cookie', 'session=1').end(request.headers.cookie ?? 'none');
  });
  const bodiesWith = async (noCookiesReset: boolean) => {
    const vu = new FakeVu({ noCookiesReset });
    const http = httpOf(vu);
    const bodies: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      vu.startIteration();
      bodies.push((await http.get(base)).body, (await http.get(base)).body);
    }
    vu.dispose();
    return bodies;
  };
  expect(await bodiesWith(false)).toEqual(['none', 'session=1', 'none', 'session=1']);
  expect(await bodiesWith(true)).toEqual(['none', 'session=1', 'session=1', 'session=1']);
});

test('the option hosts decides where a name leads', async () => {
  const base = await serveHttp((request, response) => response.end(request.headers.host));
  const address = base.slice('http://'.length);
  const vu = new FakeVu({ hosts: { 'api.example.test': address, '*.wild.test': address } });
  const http = httpOf(vu);
  expect((await http.get('http://api.example.test/')).body).toBe('api.example.test');
  expect((await http.get('http://a.b.wild.test:81/')).body).toBe('a.b.wild.test:81');
  vu.dispose();
});

test('a timeout ends a request whose connection cannot be made', async () => {
  // A backlog that nobody accepts from cannot be had portably: a server that never answers the TLS handshake can.
  const port = await serveTcp((socket) => socket.resume());
  const vu = new FakeVu();
  const response = await httpOf(vu).get(`https://127.0.0.1:${port}/`, { timeout: '100ms' });
  expect(response).toMatchObject({ status: 0, error: 'request timeout', error_code: 1050 });
  expect(response.timings.duration).toBe(0);
  vu.dispose();
});

test('what this engine leaves out says so by name', async () => {
  const base = await serveHttp((_, response) => response.setHeader('Content-Encoding', 'zstd').end('?'));
  const vu = new FakeVu();
  const http = httpOf(vu);
  expect(() => http.get(base, { auth: 'digest' })).toThrow(
    'http auth "digest" is not in the embedded engine: install k6',
  );
  const response = await http.get(base);
  expect(response.error).toContain('zstd is not in the embedded engine: install k6');
  expect(() => (response as unknown as { html(): void }).html()).toThrow('install k6');
  vu.dispose();
});

test('request bodies are compressed as asked, in order', async () => {
  const bodies: { encoding: string | undefined; body: Buffer }[] = [];
  const base = await serveHttp((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push({ encoding: request.headers['content-encoding'], body: Buffer.concat(chunks) });
      response.end();
    });
  });
  const vu = new FakeVu();
  const http = httpOf(vu);
  await http.post(base, 'hello', { compression: 'gzip' });
  await http.post(base, 'hello', { compression: 'deflate, br', headers: { 'Content-Encoding': 'mine' } });
  const [gzipped, twice] = bodies;
  expect(gunzipSync(gzipped?.body ?? '').toString()).toBe('hello');
  expect(inflateSync(brotliDecompressSync(twice?.body ?? '')).toString()).toBe('hello');
  expect(bodies.map(({ encoding }) => encoding)).toEqual(['gzip', 'mine']);
  expect(vu.logLines.map(({ message }) => message)).toEqual([expect.stringContaining("There's a mismatch")]);
  vu.dispose();
});

test('bodies come as text, as ArrayBuffer or not at all', async () => {
  const base = await serveHttp((_, response) => response.end('äb'));
  const vu = new FakeVu();
  const http = httpOf(vu);
  expect((await http.get(base)).body).toBe('äb');
  const { body } = await http.get(base, { responseType: 'binary' });
  expect(body).toBeInstanceOf(ArrayBuffer);
  expect(Buffer.from(body as ArrayBuffer).toString()).toBe('äb');
  vu.dispose();
  const discarding = new FakeVu({ discardResponseBodies: true });
  expect((await httpOf(discarding).get(base)).body).toBeNull();
  discarding.dispose();
});

test('the option throw turns failures and invalid arguments into GoErrors, unlogged', async () => {
  const vu = new FakeVu({ throw: true });
  const http = httpOf(vu);
  await expect(http.get('foo://h/')).rejects.toMatchObject({
    name: 'GoError',
    message: 'Get "foo://h/": unsupported protocol scheme "foo"',
  });
  expect(() => http.get(5)).toThrow("invalid URL: '#5'");
  await expect(http.asyncRequest('GET', 5)).rejects.toThrow("invalid URL: '#5'");
  expect(vu.logLines).toEqual([]);
  expect(vu.valuesOf('http_req_failed')).toEqual([1]);
  vu.dispose();
});

test('samples keep the group in which an asynchronous request was made', async () => {
  const base = await serveHttp((_, response) => response.end());
  const vu = new FakeVu();
  vu.tags = { ...vu.tags, group: '::inner' };
  const request = httpOf(vu).asyncRequest('GET', base);
  vu.tags = { ...vu.tags, group: '' };
  await request;
  expect(vu.tagsOf('http_reqs')).toMatchObject([{ group: '::inner' }]);
  vu.dispose();
});
