import { randomUUID } from 'node:crypto';
import { otlpMetrics } from '../../core/otlp/otlp-metrics.ts';
import type { SeriesRecorder } from '../../core/series/series-recorder.ts';
import { printable } from '../../core/text/printable.ts';
import { sourceHere } from '../result-files/source-here.ts';

const PERIOD_MS = 5_000;
/** A receiver that hangs holds up the end of a run for no longer. */
const TIMEOUT_MS = 2_000;

export interface LiveOptions {
  /** OTLP_ENDPOINT, without the path of the signal. */
  readonly endpoint: string;
  /** OTLP_HEADERS. */
  readonly headers: Readonly<Record<string, string>>;
  /** Tells this run from others. */
  readonly resource: Readonly<Record<string, string>>;
  readonly recorder: SeriesRecorder;
  readonly say: (line: string) => void;
}

/** By these names collectors and dashboards tell runs apart. */
export function resourceOf(profile: string, engine: string, env: NodeJS.ProcessEnv): LiveOptions['resource'] {
  const source = sourceHere(env);
  return {
    'service.name': 'poolproof',
    'service.instance.id': randomUUID(),
    'poolproof.profile': profile,
    'poolproof.engine': engine,
    ...(source && { 'vcs.ref.head.revision': source.commit }),
  };
}

/**
 * Sends the run as metrics while it goes on. What cannot be sent is said once, and changes nothing else.
 *
 * @returns a function that sends the rest, and ends it
 */
export function sendLive({ endpoint, headers, resource, recorder, say }: LiveOptions): () => Promise<void> {
  const { url, authorization } = withoutCredentials(`${endpoint}/v1/metrics`);
  let underWay: Promise<void> | undefined;
  let hasFailed = false;

  const send = async (): Promise<void> => {
    const body = otlpMetrics(recorder.snapshot(), resource, Date.now());
    if (body === undefined) return;
    const problem = await post(url, { ...authorization, ...headers }, JSON.stringify(body));
    if (problem === undefined || hasFailed) return;
    hasFailed = true;
    say(`poolproof: metrics cannot be sent: ${url} ${problem}. The run goes on without them`);
  };
  const timer = setInterval(() => {
    underWay ??= send().finally(() => {
      underWay = undefined;
    });
  }, PERIOD_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await underWay;
    await send();
  };
}

/** fetch() takes no user and password in an address: they go into a header. */
function withoutCredentials(address: string): { url: string; authorization: LiveOptions['headers'] } {
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { url: url.href, authorization: {} };
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { url: url.href, authorization: { authorization: `Basic ${credentials}` } };
}

/** @returns what went wrong, in words */
async function post(url: string, headers: LiveOptions['headers'], body: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      // Nobody named the host that a redirect leads to.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `answered ${answer.status}`;
  } catch (error) {
    const { name, message, cause } = error as Error;
    if (name === 'TimeoutError') return `did not answer within ${TIMEOUT_MS / 1_000} s`;
    return `cannot be reached: ${printable(cause instanceof Error ? cause.message : message)}`;
  }
}
