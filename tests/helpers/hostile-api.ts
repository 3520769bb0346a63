import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { healthyApi, serveFlagApi } from './flag-api.ts';

/** An API that turns hostile, and what a run against it has to say. */
interface HostileMode {
  readonly name: string;
  /** From the first request on, or when the load has begun; the preflight asks for the list and for three flags. */
  readonly from: 'the start' | 'the load';
  readonly answer: RequestListener;
  readonly env?: Readonly<Record<string, string>>;
  readonly exitCode: number;
  /** Id of the first finding; null when there is none. */
  readonly finding: string | null;
  /** What the output says. */
  readonly says?: RegExp;
  /** k6 reads whatever comes into memory, so what never ends is not for it. */
  readonly notOnK6?: true;
}

const PREFLIGHT_REQUESTS = 4;
const TOO_LARGE = 'api-answer-too-large';
const NO_ANSWER = 'api-no-answer';
const SMALL_CAP = { env: { MAX_BODY: '1MB' } } as const;

/** Serves a mode until the test is over. */
export function serveHostile({ from, answer }: HostileMode): Promise<{ url: string; requestCount: () => number }> {
  let requests = 0;
  return serveFlagApi((request, response) => {
    requests += 1;
    const isHostile = from === 'the start' || requests > PREFLIGHT_REQUESTS;
    (isHostile ? answer : healthyApi)(request, response);
  });
}

/** All modes. `elsewhere` is a server that no setting names. */
export function hostileModes(elsewhere: string): readonly HostileMode[] {
  return [
    atStart('an error with status 200', json({ error: 'database is down', code: 500 }), /an object with error, code,/),
    underLoad('an error with status 200 in the end', json({ error: 'database is down', code: 500 }), 'wrong-content'),
    atStart('a page of HTML', text('<!doctype html><title>Log in</title>', 'text/html'), /a page of HTML or XML/),
    atStart('nothing with status 200', text('', 'application/json'), /an empty body/),
    atStart('an array of nothing', json([null, {}, []]), /an array with something other than flags/),
    atStart('keys of 1 MB', json({ ['k'.repeat(1 << 20)]: true }), /an object with k{40},/),
    atStart('names that steer a terminal', json({ '\u001b[31m\u009b\u202e': 1 }), /an object with \?\[31m\?\?,/),
    atStart(
      'bytes that are no UTF-8',
      text(Buffer.from([0x22, 0xff, 0xfe, 0x22]), 'application/json'),
      /only a string/,
    ),
    atStart('status 304', status(304), /answered 304/),
    underLoad('status 304 in the end', status(304), 'api-errors', /answered with status 304, where 200 was expected/),
    underLoad('a status that nobody knows', status(599), 'api-errors', /answered with status 599/),
    atStart(
      'a redirect elsewhere',
      redirect(`${elsewhere}/config/flags?token=hunter2`),
      /answered 302 and sent us to http/,
    ),
    underLoad('a redirect elsewhere in the end', redirect(`${elsewhere}/config/flags`), 'api-errors', /status 302/),
    underLoad(
      'a redirect to itself',
      (request, response) => redirect(`${request.url}`)(request, response),
      'api-errors',
    ),
    {
      ...atStart('single flags elsewhere', singles(redirect(elsewhere)), /Cannot read single flags: .* sent us to/),
    },
    atStart(
      'single flags of no known shape',
      singles(json({ rollout: 50 })),
      /Cannot recognise single flags: .*rollout/,
    ),
    healthy('single flags by their bare value', singles(json(true))),
    {
      ...atStart('a list larger than MAX_BODY', json(['a'.repeat(2e6)]), /answered with more than MAX_BODY/),
      ...SMALL_CAP,
    },
    { ...underLoad('a body without end', endless, TOO_LARGE), ...SMALL_CAP, notOnK6: true },
    { ...underLoad('a body larger than MAX_BODY', json({ flags: ['a'.repeat(2e6)] }), TOO_LARGE), ...SMALL_CAP },
    { ...underLoad('a gzip bomb', gzipped(1), TOO_LARGE), ...SMALL_CAP },
    { ...underLoad('a gzip bomb in gzip', gzipped(2), TOO_LARGE), ...SMALL_CAP },
    underLoad('a bad header of 1 MB', raw(`HTTP/1.1 200 OK\r\n${'x'.repeat(1 << 20)}\r\n\r\n`), NO_ANSWER),
    underLoad('escape sequences for a status line', raw('HTTP/1.1 \u001b[31m\u009b\r\n\r\n'), NO_ANSWER),
    underLoad('half an answer', raw('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"flags":'), NO_ANSWER),
    underLoad('half a head', raw('HTTP/1.1 200 OK\r\ncontent-'), NO_ANSWER),
    { ...underLoad('a byte now and then', drip, NO_ANSWER), env: { REQUEST_TIMEOUT: '300ms' } },
    healthy('a cookie called __proto__', withHeader('set-cookie', '__proto__=x')),
    healthy('a head of 1 MB', withHeader('x-large', 'x'.repeat(1 << 20))),
    healthy('flags named after what objects inherit', inheritedNames),
  ];
}

function atStart(name: string, answer: RequestListener, says: RegExp): HostileMode {
  return { name, from: 'the start', answer, exitCode: 108, finding: null, says };
}

function underLoad(name: string, answer: RequestListener, finding: string, says?: RegExp): HostileMode {
  return { name, from: 'the load', answer, exitCode: 99, finding, ...(says && { says }) };
}

function healthy(name: string, answer: RequestListener): HostileMode {
  return { name, from: 'the start', answer, exitCode: 0, finding: null };
}

function json(body: unknown): RequestListener {
  return text(JSON.stringify(body), 'application/json');
}

function text(body: string | Buffer, type: string): RequestListener {
  return (_request, response) => send(response, 200, body, type);
}

function status(code: number): RequestListener {
  return (_request, response) => send(response, code, '', 'text/plain');
}

function redirect(to: string): RequestListener {
  return (_request, response) => void response.writeHead(302, { location: to }).end();
}

/** The list as it should be, and single flags as hostile as told. */
function singles(answer: RequestListener): RequestListener {
  return (request, response) => {
    const isSingle = request.url?.startsWith('/config/flags/') ?? false;
    (isSingle ? answer : healthyApi)(request, response);
  };
}

const inheritedNames: RequestListener = (request, response) => {
  const key = /^\/config\/flags\/([^?]+)/.exec(request.url ?? '')?.[1];
  const body = key === undefined ? '{"__proto__":true,"constructor":false,"toString":true}' : `{"${key}":true}`;
  send(response, 200, body, 'application/json');
};

function withHeader(name: string, value: string): RequestListener {
  return (request, response) => {
    response.setHeader(name, value);
    healthyApi(request, response);
  };
}

/** 20 MB of blanks in a few kilobytes, compressed once and twice. */
const GZIPPED_ONCE = gzipSync(Buffer.alloc(20e6, ' '));
const GZIPPED = { 1: GZIPPED_ONCE, 2: gzipSync(GZIPPED_ONCE) } as const;

function gzipped(times: 1 | 2): RequestListener {
  const body = GZIPPED[times];
  const encoding = Array(times).fill('gzip').join(', ');
  return (_request, response) => {
    response.setHeader('content-encoding', encoding);
    send(response, 200, body, 'application/json');
  };
}

const endless: RequestListener = (_request, response) => {
  const chunk = Buffer.alloc(1 << 16, ' ');
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
};

const drip: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};

/** These bytes and the end of the connection. */
function raw(bytes: string): RequestListener {
  return ({ socket }) => void socket.end(bytes);
}

function send(response: ServerResponse, code: number, body: string | Buffer, type: string): void {
  response.writeHead(code, { 'content-type': type }).end(body);
}
