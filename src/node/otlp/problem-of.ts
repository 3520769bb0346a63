import { maskUrlsIn } from '../../core/text/mask-urls-in.ts';
import { printable } from '../../core/text/printable.ts';
import type { Answer, Receiver } from './post.ts';

const SHOWN_CHARACTERS = 200;
const SHORTEST_SECRET = 3;

/** Node.js 24 gives advice of its own, on how to start Node.js. */
const OF_NODE = /; if the root CA is installed locally.*$/;

/** What each of these says to do. */
const ADVICE: Readonly<Record<number, string>> = {
  401: 'OTLP_HEADERS may have the credentials that it wants',
  403: 'OTLP_HEADERS may have the credentials that it wants',
  404: 'OTLP_ENDPOINT is what comes before /v1/metrics, for Prometheus http://HOST:9090/api/v1/otlp',
};

/** What went wrong with an answer, in words; undefined when nothing did. */
export function problemOfAnswer({ status, text }: Answer, receiver: Receiver): string | undefined {
  if (status >= 200 && status < 300) return problemOfPart(text, receiver);
  if (status >= 300 && status < 400) return `answered ${status}, a redirect: set OTLP_ENDPOINT to where it leads`;
  const said = shown(text, receiver);
  const advice = ADVICE[status];
  return `answered ${status}${said === '' ? '' : ` (${said})`}${advice === undefined ? '' : `: ${advice}`}`;
}

/** A receiver that takes only a part says so in an answer that is none of an error. */
function problemOfPart(text: string, receiver: Receiver): string | undefined {
  let part: { rejectedDataPoints?: unknown; errorMessage?: unknown } | undefined;
  try {
    part = JSON.parse(text).partialSuccess;
  } catch {
    return undefined;
  }
  const rejected = Number(part?.rejectedDataPoints ?? 0);
  return rejected > 0 ? `took all but ${rejected} points (${shown(`${part?.errorMessage}`, receiver)})` : undefined;
}

/** What went wrong where there was no answer. */
export function problemOfError(error: Error & { code?: unknown }, timeoutMs: number): string {
  if (error.name === 'AbortError') return `did not answer within ${timeoutMs / 1_000} s`;
  const advice = /CERT|SIGNATURE|ISSUER/.test(`${error.code}`)
    ? '. Set CA_FILE to a file with the certificate of its authority'
    : '';
  return `cannot be reached: ${printable(error.message.replace(OF_NODE, ''))}${advice}`;
}

/** The first line, without what was sent to be let in: some receivers quote it. */
function shown(text: string, { headers }: Receiver): string {
  const secrets = Object.values(headers)
    .flatMap((value) => [value, ...value.split(/\s+/)])
    .filter(({ length }) => length >= SHORTEST_SECRET);
  const masked = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text.trim().split('\n', 1)[0] ?? '');
  return printable(maskUrlsIn(masked)).slice(0, SHOWN_CHARACTERS);
}
