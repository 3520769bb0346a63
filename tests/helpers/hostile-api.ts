import type { RequestListener, ServerResponse } from 'node:http';
import { healthyApi, serveFlagApi } from './flag-api.ts';

/** An API that turns hostile, and what a run against it has to say. */
export interface HostileMode {
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
}

const PREFLIGHT_REQUESTS = 4;

/** Serves a mode until the test is over. */
export function serveHostile({ from, answer }: HostileMode): Promise<{ url: string; requestCount: () => number }> {
  let requests = 0;
  return serveFlagApi((request, response) => {
    requests += 1;
    const isHostile = from === 'the start' || requests > PREFLIGHT_REQUESTS;
    (isHostile ? answer : healthyApi)(request, response);
  });
}

/** All modes. `elsewhere` is a server that nobody named. */
export function hostileModes(elsewhere: string): readonly HostileMode[] {
  return [
    atStart('an error with status 200', json({ error: 'database is down', code: 500 }), /an object with error, code,/),
    underLoad('an error with status 200 in the end', json({ error: 'database is down', code: 500 }), 'wrong-content'),
    atStart('a page of HTML', text('<!doctype html><title>Log in</title>', 'text/html'), /a page of HTML or XML/),
    atStart('nothing with status 200', text('', 'application/json'), /an empty body/),
    atStart('an array of nothing', json([null, {}, []]), /an array with something else than flags/),
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
    atStart('single flags of no known shape', singles(json({ rollout: 50 })), /Cannot tell single flags: .*rollout/),
    healthy('single flags by their bare value', singles(json(true))),
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

function send(response: ServerResponse, code: number, body: string | Buffer, type: string): void {
  response.writeHead(code, { 'content-type': type }).end(body);
}
