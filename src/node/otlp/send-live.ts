import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { otlpMetrics } from '../../core/otlp/otlp-metrics.ts';
import type { Mark } from '../../core/series/series.ts';
import type { SeriesPart, SeriesRecorder } from '../../core/series/series-recorder.ts';
import type { Share } from '../../core/settings/share.ts';
import { sourceHere } from '../result-files/source-here.ts';
import { type Answer, post, type Receiver } from './post.ts';
import { problemOfAnswer, problemOfError } from './problem-of.ts';
import { type ReceiverSettings, receiverOf } from './receiver-of.ts';

const PERIOD_MS = 5_000;
/** A receiver that hangs holds up the end of a run for no longer. */
const TIMEOUT_MS = 2_000;
/** What OpenTelemetry says may be tried again: https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const PASSING = [429, 502, 503, 504];

export interface LiveOptions extends ReceiverSettings {
  /** Tells this run from others. */
  readonly resource: Readonly<Record<string, string>>;
  readonly recorder: SeriesRecorder;
  /** What was done so far; times are milliseconds since 1970. */
  readonly marks: readonly Mark[];
  readonly say: (line: string) => void;
}

/** By these names collectors and dashboards tell runs apart, and the processes of one. */
export function resourceOf(
  profile: string,
  engine: string,
  share: Share | null,
  env: NodeJS.ProcessEnv,
): LiveOptions['resource'] {
  const source = sourceHere(env);
  return {
    'service.name': 'poolproof',
    'service.instance.id': randomUUID(),
    'poolproof.profile': profile,
    'poolproof.engine': engine,
    ...(share && { 'poolproof.share': `${share.number}/${share.of}` }),
    ...(source && { 'vcs.ref.head.revision': source.commit }),
  };
}

/**
 * Sends the run as metrics while it goes on. What cannot be sent is said once, and changes nothing else: each request has
 * all since the load began.
 *
 * @returns a function that sends the rest, and ends it
 */
export function sendLive(options: LiveOptions): () => Promise<void> {
  const { resource, recorder, marks, say } = options;
  const receiver = receiverOf(options);
  const sent = new Set<string>();
  let arrivedMs: number | null = null;
  let pausedUntilMs = 0;
  let underWay: Promise<unknown> | undefined;
  let hasFailed = false;

  /** @returns the answer, if there was one */
  const send = async (isLast = false): Promise<Answer | undefined> => {
    const nowMs = Date.now();
    const metrics = otlpMetrics(recorder.snapshot(), marks, resource, { nowMs, arrivedMs, sent, isLast });
    if (metrics === undefined) return undefined;
    // Even one that fails may have got there: a receiver refuses points that come again, and all others with them.
    for (const name of metrics.counted) sent.add(name);
    const { answer, problem } = await postMetrics(receiver, JSON.stringify(metrics.request));
    if (problem === undefined) arrivedMs = nowMs;
    else if (!hasFailed) {
      hasFailed = true;
      say(
        `poolproof: metrics cannot be sent: ${receiver.url.href} ${problem}. The run goes on, and they are tried again`,
      );
    }
    pausedUntilMs = nowMs + (answer?.waitMs ?? 0);
    return answer;
  };
  const timer = setInterval(() => {
    if (Date.now() < pausedUntilMs || isNearEnd(recorder.snapshot())) return;
    underWay ??= send().finally(() => {
      underWay = undefined;
    });
  }, PERIOD_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await underWay;
    const answer = await send(true);
    if (answer === undefined || !PASSING.includes(answer.status)) return;
    await wait(Math.min(answer.waitMs, TIMEOUT_MS));
    await send(true);
  };
}

/** The last ones are sent soon: two points so close to each other would make a rate of chance. */
function isNearEnd({ beganAtMs, plannedMs }: SeriesPart): boolean {
  const leftMs = (beganAtMs ?? 0) + (plannedMs ?? 0) - Date.now();
  return leftMs > 0 && leftMs < PERIOD_MS / 2;
}

async function postMetrics(receiver: Receiver, body: string): Promise<{ answer?: Answer; problem?: string }> {
  try {
    const answer = await post(receiver, body, AbortSignal.timeout(TIMEOUT_MS));
    const problem = problemOfAnswer(answer, receiver);
    return { answer, ...(problem !== undefined && { problem }) };
  } catch (error) {
    return { problem: problemOfError(error as Error, TIMEOUT_MS) };
  }
}
