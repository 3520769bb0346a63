import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../local-server.ts';
import { awsEnvironment, type Moto } from './moto.ts';

/** A call as it goes through. */
interface ProxiedCall {
  /** As a policy names it, such as `logs:FilterLogEvents`. */
  readonly action: string;
  readonly path: string;
  /** How many calls of this action there were before. */
  readonly index: number;
  readonly body: Buffer;
}

/** What comes of a call that goes to moto. */
export interface HandedOn {
  /** Sent instead of what came. */
  readonly body?: string;
  /** What becomes of a good answer. */
  readonly rewrite?: (text: string) => string;
  /** Whether the answer breaks off in the middle, or never comes. */
  readonly isCutOff?: boolean;
  readonly isLost?: boolean;
}

/** What comes of a call: true when it was answered here. */
export type Meddled = boolean | HandedOn;
export type Meddle = (call: ProxiedCall, response: ServerResponse) => Meddled | Promise<Meddled>;

export interface AwsProxy {
  /** For a command that is to go through it. */
  readonly env: NodeJS.ProcessEnv;
  /** Actions that were asked for, each as often as it was. */
  readonly actions: readonly string[];
}

/** A proxy in front of moto, until the test ends: for what moto does not do, such as to refuse, to throttle, or to break off. */
export async function serveAwsProxy(moto: Moto, meddle: Meddle = () => false): Promise<AwsProxy> {
  const actions: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const action = actionOf(request, body);
    const index = actions.filter((one) => one === action).length;
    actions.push(action);
    const meddled = await meddle({ action, path: request.url ?? '', index, body }, response);
    if (meddled === true) return;
    const { body: sent = body, rewrite, isCutOff = false, isLost = false } = meddled === false ? {} : meddled;
    const answer = await fetch(`${moto.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      ...(sent.length > 0 && { body: typeof sent === 'string' ? sent : new Uint8Array(sent) }),
    });
    const came = Buffer.from(await answer.arrayBuffer());
    const text = answer.ok && rewrite !== undefined ? Buffer.from(rewrite(came.toString())) : came;
    if (isLost) return void request.socket.destroy();
    const type = answer.headers.get('content-type') ?? 'application/json';
    response.writeHead(answer.status, { 'content-type': type, 'content-length': text.length });
    if (isCutOff) response.write(text.subarray(0, text.length / 2), () => response.destroy());
    else response.end(text);
  });
  return { env: awsEnvironment(`http://127.0.0.1:${await listen(server)}`), actions };
}

/** Refuses a call as AWS does. */
export function refuseAsAws(response: ServerResponse, status: number, name: string, message = name): true {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ __type: name, message, Message: message }));
  return true;
}

/** As AWS refuses who lacks a permission. */
export function denyAsAws(response: ServerResponse, action: string): true {
  const message = `User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ${action} on resource: x because no identity-based policy allows the ${action} action`;
  return refuseAsAws(response, action.startsWith('lambda:') ? 403 : 400, 'AccessDeniedException', message);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept = ['authorization', 'content-type', 'x-amz-target', 'x-amz-date', 'accept', 'smithy-protocol'];
  return Object.fromEntries(kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, `${headers[name]}`]])));
}

const LAMBDA_CALLS: readonly (readonly [RegExp, string])[] = [
  [/^GET .*\/configuration$/, 'GetFunctionConfiguration'],
  [/^PUT .*\/configuration$/, 'UpdateFunctionConfiguration'],
  [/^GET .*\/concurrency$/, 'GetFunctionConcurrency'],
  [/^PUT .*\/concurrency$/, 'PutFunctionConcurrency'],
  [/^DELETE .*\/concurrency$/, 'DeleteFunctionConcurrency'],
  [/^GET .*\/functions\/[^/]+$/, 'GetFunction'],
  [/^GET .*\/aliases\/[^/]+$/, 'GetAlias'],
];

function actionOf({ method, url = '', headers }: IncomingMessage, body: Buffer): string {
  const target = `${headers['x-amz-target'] ?? ''}`;
  const [, service = '', operation = ''] =
    /^(Logs|GraniteService)\w*\.(\w+)$/.exec(target) ??
    /^\/service\/(GraniteService)\w*\/operation\/(\w+)/.exec(url) ??
    [];
  if (operation !== '') return `${service === 'Logs' ? 'logs' : 'cloudwatch'}:${operation}`;
  const [path = ''] = url.split('?');
  const lambda = LAMBDA_CALLS.find(([call]) => call.test(`${method} ${path}`));
  if (lambda !== undefined) return `lambda:${lambda[1]}`;
  const [, ofQuery] = /\bAction=(\w+)/.exec(body.toString()) ?? [];
  return ofQuery === undefined ? `unknown:${method} ${path}` : `elasticache:${ofQuery}`;
}
