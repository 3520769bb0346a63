// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are evaluated later
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Tags } from '../../../../../../src/node/engines/embedded/metrics/metric-types.ts';
import { createHttpModule } from '../../../../../../src/node/engines/embedded/modules/http/http-module.ts';
import { askK6 } from '../../../../../helpers/ask-k6.ts';
import { FakeVu, settle } from '../../../../../helpers/fake-vu.ts';
import { hasK6 } from '../../../../../helpers/k6-on-path.ts';
import { closedPort, serveHttp, serveTcp } from '../../../../../helpers/local-server.ts';

// Both engines get the same expressions and the same servers; what scripts can see must be equal.
const DESCRIBE = `
  const without = (object, ...names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
  const one = (r) => r && r.timings ? {
    status: r.status, status_text: r.status_text, error: r.error, error_code: r.error_code, body: r.body, url: r.url,
    headers: without(r.headers, 'Date', 'Connection', 'Keep-Alive'), cookies: r.cookies, proto: r.proto,
    remote_ip: r.remote_ip, request: r.request, ocsp: r.ocsp, tls: r.tls_version,
    slow: ['waiting', 'receiving', 'duration'].filter((phase) => r.timings[phase] >= 150),
    zero: r.timings.duration === 0 && r.timings.blocked === 0,
  } : r;
  const describe = (value) => value === undefined ? null : Array.isArray(value) ? value.map(one) : one(value);
  const describeError = (error) => ({ name: error.name, message: error.message, isError: error instanceof Error });
`;

const REQUESTS = [
  'http.get(`${B}/echo?x=1#hash`)',
  'http.head(`${B}/echo`)',
  'http.post(`${B}/echo`)',
  'http.post(`${B}/echo`, "text")',
  'http.post(`${B}/echo`, {b: "x y&ü", a: [1, 2], n: null, o: {f: 1, g: [1, "x"]}, small: 0.00001, t: true})',
  'http.post(`${B}/echo`, new Uint8Array([65, 66]).buffer)',
  'http.put(`${B}/echo`, "x", {headers: {"content-type": "text/x", "x-LOWER": "ü", "Content-Length": "7"}})',
  'http.del(`${B}/echo`, "gone")',
  'http.patch(`${B}/echo`, 5)',
  'http.patch(`${B}/echo`, [1])',
  'http.options(`${B}/echo`)',
  'http.request("GET", `${B}/echo`, "body of a GET")',
  'http.request("G T", `${B}/echo`)',
  'http.get(http.url`${B}/echo?id=${7}`)',
  'http.get(`${B}/echo`, {tags: {name: "named", n: 1, method: "mine"}})',
  'http.get(`${B}/echo`, {tags: {bad: {}}})',
  'http.get(B.replace("//", "//user:secret@") + "/echo")',
  'http.get(`${B}/status/404`)',
  'http.get(`${B}/status/404`, {responseCallback: http.expectedStatuses(404)})',
  'http.get(`${B}/status/204`)',
  'http.get(`${B}/status/304`)',
  'http.get(`${B}/status/500`, {responseCallback: null})',
  'http.get(`${B}/echo`, {responseType: "none"})',
  'http.get(`${B}/echo`, {responseType: "odd"})',
  'http.get(`${B}/gzip`)',
  'http.get(`${B}/gzip/cut`)',
  'http.get(`${B}/gzip/wrong`)',
  'http.head(`${B}/gzip`)',
  'http.post(`${B}/redirect/302`, "body", {headers: {"Content-Type": "text/x", "X-A": "1", Authorization: "q"}})',
  'http.post(`${B}/redirect/307`, "body", {headers: {"Content-Type": "text/x"}})',
  'http.get(`${B}/loop`)',
  'http.get(`${B}/loop`, {redirects: 2})',
  'http.get(`${B}/bad-location`)',
  'http.get(`${B}/echo`, {headers: {Connection: "close", "Keep-Alive": "x", "User-Agent": "mine", Zebra: "1", Alpha: "ü"}})',
  'http.get(`${B}/cookies`)',
  'http.get(`${B}/echo`, {cookies: {a: {value: "mine", replace: true}}, headers: {Cookie: "own=1", Host: "example.test"}})',
  'http.get(`${B}/twice`)',
  'http.batch([["GET", `${B}/echo`], {method: "post", url: `${B}/echo`, body: {a: 1}}])',
  'http.batch([`${B}/echo`, {nothing: 1}, `${B}/echo`])',
  'http.batch([["GET"]])',
  'http.batch(5)',
  'http.asyncRequest("GET", `${B}/echo`, null, {timeout: "5s"})',
];

const FAILURES = [
  'http.get(`http://user:secret@127.0.0.1:${CLOSED}/`)',
  'http.get(`http://127.0.0.1:${CLOSED}/`, {throw: true})',
  'http.get(`${B}/slow`, {timeout: 200})',
  'http.get(`${B}/slow`, {timeout: "abc"})',
  'http.get(`${B}/slow`, {timeout: "200ms", throw: true})',
  'http.get(`${B}/stalled-body`, {timeout: 200})',
  'http.post(`${B}/reset`, "x")',
  'http.post(`${B}/close`, "x")',
  'http.post(`${B}/close`, "x", {throw: true})',
  'http.get(`${B}/truncated`)',
  'http.get(`${B}/truncated-chunks`)',
  'http.get(`http://127.0.0.1:${GARBAGE}/`)',
  'http.get(`${B}/raw/${encodeURIComponent("garbage")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.1 abc\\r\\n\\r\\n")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.2x 200 OK\\r\\n\\r\\n")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.1 200\\r\\nContent-Length: 2\\r\\n\\r\\nok")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.0 200 OK\\r\\n\\r\\nto the end")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.1 200 OK\\r\\nno colon\\r\\n\\r\\n")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.1 200 OK\\r\\nContent-Length: x\\r\\n\\r\\n")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n")}`)',
  'http.get(`${B}/raw/${encodeURIComponent("HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n")}`)',
  'http.get(`https://127.0.0.1:${B.split(":")[2]}/`)',
  'http.get("/no-scheme")',
  'http.get("odd://host/")',
  'http.get("http:///nowhere")',
  'http.get("http://a b/")',
  'http.get("http://[::1")',
  'http.get("http://h:port/")',
  'http.get("http://h/%zz")',
  'http.get(undefined)',
  'http.get(5)',
  'http.get(`${B}/echo`, {headers: {"a b": "x"}})',
  'http.get(`${B}/echo`, {headers: {a: "x\\ny"}})',
];

const HELPERS = [
  'http.expectedStatuses()',
  'http.expectedStatuses("a")',
  'http.expectedStatuses({min: 1.5, max: 2})',
  'http.setResponseCallback(5)',
  'http.file(5)',
  'http.file("x", "name", "text/plain")',
  'http.url`http://h/${1}`',
  'http.url`http://a b/`',
  '[http.cookieJar().set(B, "k", "v", {path: "/deep", max_age: 5}), http.cookieJar().cookiesForURL(`${B}/deep/er`), http.cookieJar().cookiesForURL(B)]',
  '[http.cookieJar().clear(`${B}/deep`), http.cookieJar().cookiesForURL(`${B}/deep`)]',
  'http.cookieJar().delete(B, "")',
  'http.batch()',
];

test.skipIf(!hasK6)('requests look the same to the server and to the script as in k6', () => compare(REQUESTS));

test.skipIf(!hasK6)('failed requests have the errors, codes and tags of k6', () => compare(FAILURES));

test.skipIf(!hasK6)('helpers return and throw as in k6', () => compare(HELPERS));

async function compare(expressions: readonly string[]): Promise<void> {
  const base = await serveHttp(answer);
  const garbage = await serveTcp((socket) => socket.once('data', () => socket.end('garbage\r\n\r\n')));
  const prelude = `const B = "${base}", GARBAGE = ${garbage}, CLOSED = ${await closedPort()};${DESCRIBE}`;
  const theirs = await askK6(expressions, prelude);
  const ours = await askEmbedded(expressions, prelude);
  for (const [index, expression] of expressions.entries()) {
    expect({ expression, answer: tidy(ours.answers[index]) }).toEqual({
      expression,
      answer: tidy(theirs.answers[index]),
    });
  }
  expect(sortedTags(ours.requestTags)).toEqual(sortedTags(theirs.requestTags));
}

async function askEmbedded(expressions: readonly string[], prelude: string) {
  const vu = new FakeVu();
  const { default: http } = createHttpModule(vu);
  const build = new Function(
    'http',
    `${prelude} return { describe, describeError, cases: [${expressions.map((e) => `() => ${e}`)}] };`,
  );
  const { describe, describeError, cases } = build(http) as {
    describe: (value: unknown) => unknown;
    describeError: (error: unknown) => unknown;
    cases: (() => unknown)[];
  };
  const answers: unknown[] = [];
  for (const run of cases) {
    let answer: unknown;
    try {
      answer = describe(await settle(await run()));
    } catch (error) {
      answer = describeError(error);
    }
    answers.push(JSON.parse(JSON.stringify(answer ?? null)));
  }
  vu.dispose();
  return { answers, requestTags: vu.tagsOf('http_reqs') };
}

// What is random: ports of our end, boundaries.
function tidy(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer).replace(/127\.0\.0\.1:\d+->/g, 'LOCAL->'), (key, value: unknown) => {
    if (key === 'Content-Length') return undefined;
    return key === 'body' && typeof value === 'string' && value.startsWith('{"method"') ? JSON.parse(value) : value;
  });
}

function sortedTags(tags: readonly Tags[]): string[] {
  return tags.map((set) => JSON.stringify(Object.entries(set).sort())).sort();
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => route(request, response, Buffer.concat(chunks).toString('latin1')));
}

function route(request: IncomingMessage, response: ServerResponse, body: string): void {
  const path = request.url ?? '';
  const { rawHeaders, method, socket } = request;
  const headers = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []));
  const [, first, second] = path.split('/');
  if (first === 'status') response.writeHead(Number(second)).end();
  else if (first === 'redirect') response.writeHead(Number(second), { Location: `/echo?from=${second}` }).end('moved');
  else if (first === 'loop') response.writeHead(302, { Location: '/loop' }).end('L');
  else if (first === 'bad-location') response.writeHead(302, { Location: 'http://a b/' }).end();
  else if (first === 'cookies') response.setHeader('Set-Cookie', COOKIES).end('c');
  else if (first === 'twice') response.setHeader('x-two', ['1', '2']).setHeader('ETag', 'e').end('d');
  else if (first === 'gzip') response.setHeader('Content-Encoding', 'gzip').end(GZIPPED[second ?? ''] ?? GZIP);
  else if (first === 'stalled-body') response.writeHead(200, { 'Content-Length': 100 }).write('part');
  else if (first === 'reset') socket.resetAndDestroy();
  else if (first === 'close') socket.destroy();
  else if (first === 'raw') socket.end(decodeURIComponent(second ?? ''));
  else if (first === 'truncated') response.writeHead(200, { 'Content-Length': 100 }).write('part', () => socket.end());
  else if (first === 'truncated-chunks') response.writeHead(200).write('part', () => socket.end());
  else if (first !== 'slow') response.end(JSON.stringify({ method, path, headers, body }));
}

const GZIP = gzipSync('hello'.repeat(100));
const GZIPPED: Readonly<Record<string, Buffer>> = {
  cut: GZIP.subarray(0, 15),
  wrong: Buffer.from('this is no gzip at all'),
};
const COOKIES = [
  'a=1; Path=/; HttpOnly',
  'b=2; Max-Age=100; Secure',
  'c="q v"; Expires=Wed, 21 Oct 2035 07:28:00 GMT; Domain=127.0.0.1',
  'elsewhere=1; Domain=example.test',
  'deep=1; Path=/deep',
];
