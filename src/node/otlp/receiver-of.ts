import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { Receiver } from './post.ts';

export interface ReceiverSettings {
  /** OTLP_ENDPOINT, without the path of the signal. */
  readonly endpoint: string;
  /** OTLP_HEADERS. */
  readonly headers: Readonly<Record<string, string>>;
  /** CA_FILE; empty for none. */
  readonly caFile: string;
}

/** Who gets the metrics. */
export function receiverOf({ endpoint, headers, caFile }: ReceiverSettings): Receiver {
  const { url, authorization } = withoutCredentials(`${endpoint}/v1/metrics`);
  return {
    url,
    headers: { ...authorization, ...headers },
    ca: caFile === '' ? undefined : [...rootCertificates, readFileSync(caFile, 'utf8')],
  };
}

/** The address is shown: user and password go into a header. */
function withoutCredentials(address: string): { url: URL; authorization: Receiver['headers'] } {
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { url, authorization: {} };
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { url, authorization: { authorization: `Basic ${credentials}` } };
}
