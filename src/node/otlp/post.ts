import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

const MOST_CHARACTERS = 10_000;

export interface Receiver {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Certificates to trust; undefined for those of Node.js. */
  readonly ca: string[] | undefined;
}

export interface Answer {
  readonly status: number;
  /** How long the receiver wants to be left alone; 0 when it does not say. */
  readonly waitMs: number;
  /** What it said, the beginning of it at least. */
  readonly text: string;
}

/**
 * Posts JSON; follows no redirect. fetch() of Node.js takes no certificates.
 *
 * @throws the error of Node.js when there is no answer, or `signal` ended it
 */
export function post({ url, headers, ca }: Receiver, body: string, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      // One that is kept is closed by many servers after 5 s, just as the next request comes.
      agent: false,
      signal,
      ...(ca && { ca }),
    });
    request.once('error', reject).once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MOST_CHARACTERS) response.destroy();
      });
      response.once('error', reject).once('close', () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, waitMs: waitMsOf(headers['retry-after']), text });
      });
    });
    request.end(body);
  });
}

/** Of `Retry-After`, which has seconds or a date. */
function waitMsOf(value = ''): number {
  const ms = /^\d{1,6}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}
