import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

const TEXT = 'hello'.repeat(100);
const ENCODED: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(TEXT),
  deflate: deflateSync(TEXT),
  br: brotliCompressSync(TEXT),
  cut: gzipSync(TEXT).subarray(0, 15),
  wrong: Buffer.from('this is no gzip at all'),
};
const COOKIES = [
  'a=1; Path=/; HttpOnly',
  'b=2; Max-Age=100; Secure',
  'c="q v"; Expires=Wed, 21 Oct 2035 07:28:00 GMT; Domain=127.0.0.1',
  'elsewhere=1; Domain=example.test',
  'deep=1; Path=/deep',
];

// Names that every object of JavaScript has already.
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

/** A server that answers as its paths say; it counts its connections from 1. */
export function createAnswerer(): RequestListener {
  const connections = new Map<Socket, { id: number; requests: number }>();
  return (request, response) => {
    const connection = connections.get(request.socket) ?? { id: connections.size + 1, requests: 0 };
    connections.set(request.socket, connection);
    connection.requests++;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/connection') response.end(`${connection.id}:${connection.requests}`);
      else if (request.url === '/connection/close') {
        response.setHeader('Connection', 'close').end(`${connection.id}:${connection.requests}`);
      } else route(request, response, Buffer.concat(chunks).toString('latin1'));
    });
  };
}

function route(request: IncomingMessage, response: ServerResponse, body: string): void {
  const path = request.url ?? '';
  const { method, socket } = request;
  const [, first, second = '', third = ''] = path.split('/');
  if (first === 'status') response.writeHead(Number(second)).end();
  else if (first === 'redirect') response.writeHead(Number(second), { Location: `/echo?from=${second}` }).end('moved');
  else if (first === 'loop') response.writeHead(302, { Location: '/loop' }).end('L');
  else if (first === 'chain') {
    const left = Number(second);
    if (left === 0) response.end('the end');
    else response.writeHead(302, { Location: `/chain/${left - 1}`, 'Set-Cookie': `step${left}=1; Path=/` }).end();
  } else if (first === 'bad-location') response.writeHead(302, { Location: 'http://a b/' }).end();
  else if (first === 'cookies') response.setHeader('Set-Cookie', COOKIES).end('c');
  else if (first === 'names') {
    response.setHeaders(new Map(NAMES.map((name) => [name, `of ${name}`])));
    response.setHeader('Set-Cookie', [...NAMES.map((name) => `${name}=1`), '__proto__=2; __proto__=3; Path=/x']);
    response.end(`{${NAMES.map((name) => `"${name}":{"__proto__":"${name}"}`)}}`);
  } else if (first === 'raw') socket.end(rawAnswer(second, 'a'.repeat(Number(third))));
  else if (first === 'twice') response.setHeader('x-two', ['1', '2']).setHeader('ETag', 'e').end('d');
  else if (first === 'encoded') {
    const encoding = ['cut', 'wrong'].includes(second) ? 'gzip' : second;
    response.setHeader('Content-Encoding', encoding).end(ENCODED[second]);
  } else if (first === 'json') response.setHeader('Content-Type', 'application/json').end(JSON_TEXT);
  else if (first === 'bytes') response.end(Buffer.from([0, 255, 195, 164, 128]));
  else if (first === 'stalled-body') response.writeHead(200, { 'Content-Length': 100 }).write('part');
  else if (first === 'reset') socket.resetAndDestroy();
  else if (first === 'close') socket.destroy();
  else if (first === 'truncated') response.writeHead(200, { 'Content-Length': 100 }).write('part', () => socket.end());
  else if (first === 'truncated-chunks') response.writeHead(200).write('part', () => socket.end());
  else if (first === 'delay') setTimeout(() => response.end('late'), Number(second));
  else if (first !== 'silence') response.end(JSON.stringify({ method, path, headers: headersOf(request), body }));
}

/** An answer with much text where there is little as a rule. */
function rawAnswer(where: string, text: string): string {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  if (where === 'status') return `HTTP/1.1 200 ${text}\r\nContent-Length: 2\r\n\r\nok`;
  if (where === 'header') return `HTTP/1.1 200 OK\r\nX-Large: ${text}\r\nContent-Length: 2\r\n\r\nok`;
  if (where === 'endless') return `HTTP/1.1 200 OK\r\nX-Large: ${text}`;
  if (where === 'chunk-line') return `${chunked}2;${text}\r\nok\r\n0\r\n\r\n`;
  return `${chunked}2\r\nok\r\n0\r\nX-Large: ${text}\r\n\r\n`;
}

const JSON_TEXT = JSON.stringify({
  name: 'pool',
  nested: {
    list: [
      { id: 1, tags: ['a'] },
      { id: 2, tags: [] },
    ],
    'dotted.key': true,
    none: null,
  },
  big: 1e21,
});

/** Lines in order of their names. Engines may differ in spelling and order, and in how they say that they stay connected. */
function headersOf({ rawHeaders, headers }: IncomingMessage): string[] {
  const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name.toLowerCase()}: ${rawHeaders[i + 1]}`] : []));
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1];
  return lines
    .filter((line) => !/^(connection|user-agent): /.test(line))
    .map((line) => (boundary ? line.replace(boundary, 'BOUNDARY') : line))
    .sort();
}
