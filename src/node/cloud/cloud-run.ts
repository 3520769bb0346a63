import { createInterface } from 'node:readline';
import { maskUrlsIn } from '../../core/text/mask-urls-in.ts';
import { printable } from '../../core/text/printable.ts';
import { exitNumberOf, startProcess } from '../processes/start-process.ts';
import { fewFailures } from '../run/few-failures.ts';
import { loggedError } from '../run/logged-error.ts';
import { readK6Line } from './read-k6-line.ts';
import type { ScriptVariable } from './script-variables.ts';

/** What `k6 cloud run` is given. */
interface CloudRunOptions {
  readonly script: string;
  /** For the script. */
  readonly variables: readonly Pick<ScriptVariable, 'name' | 'value'>[];
  readonly env: NodeJS.ProcessEnv;
  readonly patienceMs: number;
  readonly say: (line: string) => void;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
}

/** How `k6 cloud run` ended. */
export interface CloudRunEnd {
  readonly exitCode: number;
  /** Where the run is shown; undefined when it never began. */
  readonly address: string | undefined;
  /** Why k6 ended, if it said so. */
  readonly problem: string;
  /** Whether the cloud could not be reached any more, and was given up. */
  readonly isLost: boolean;
}

const LINE_EVERY_MS = 5_000;
/** A request that is not answered may take k6 this long to give up. */
const LONGEST_GAP_MS = 150_000;

/**
 * Runs a script in the cloud until it has ended there, or the cloud was out of reach for too long. When the user wants to
 * stop, k6 aborts the run: it is asked to as soon as the run has begun, and at once while there is none.
 */
export async function cloudRun(options: CloudRunOptions): Promise<CloudRunEnd> {
  const { script, variables, env, say, signal } = options;
  const flags = variables.flatMap(({ name, value }) => ['-e', `${name}=${value}`]);
  const k6 = startProcess({
    command: ['k6', '--no-color', 'cloud', 'run', ...flags, script],
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    diesWithUs: true,
  });
  const end = { address: undefined as string | undefined, problem: '', isLost: false };
  let mayHaveBegun = false;
  const stop = (): void => {
    if (!mayHaveBegun || end.address !== undefined) k6.signal('SIGINT');
    else say('poolproof: stopping as soon as the cloud has answered whether the run has begun');
  };
  const tellProgress = progressTeller(say);
  forEachLine(k6.child.stdout, (text) => {
    const line = readK6Line(text);
    if (line?.kind === 'uploading') mayHaveBegun = true;
    if (line?.kind === 'progress') tellProgress(line.text);
    if (line?.kind !== 'address') return;
    end.address = line.address;
    say(`poolproof: run in the cloud: ${line.address}`);
    if (signal.aborted) stop();
  });

  const watch = lossWatch(options.patienceMs);
  const secret = env.K6_CLOUD_TOKEN ?? '';
  const log = fewFailures(say);
  forEachLine(k6.child.stderr, (text) => {
    const line = printable(maskUrlsIn(secret === '' ? text : text.replaceAll(secret, '***')));
    const problem = loggedError(line);
    if (problem !== undefined) end.problem = problem;
    else log.onLine(line);
    const cannotStop = signal.aborted && problem === 'Stop cloud test error';
    if (cannotStop || (problem === 'Test progress error' && watch(performance.now()))) {
      end.isLost = true;
      k6.kill();
    }
  });

  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const how = await k6.closed;
  signal.removeEventListener('abort', stop);
  log.close();
  if (how.error !== undefined) throw how.error;
  return { ...end, exitCode: exitNumberOf(how) };
}

function forEachLine(stream: NodeJS.ReadableStream | null, read: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', read);
}

/** Says where the run stands when that changes; while time passes, every five seconds. */
function progressTeller(say: (line: string) => void): (text: string) => void {
  let last = '';
  let nextMs = 0;
  return (text) => {
    const isTime = /^\d/.test(text);
    if (text === last || (isTime && performance.now() < nextMs)) return;
    last = text;
    nextMs = performance.now() + LINE_EVERY_MS;
    say(`poolproof: cloud: ${isTime ? 'running ' : ''}${text.replace('...', '').toLowerCase()}`);
  };
}

/** Tells at each failure whether the cloud has been out of reach for too long. */
function lossWatch(patienceMs: number): (nowMs: number) => boolean {
  let sinceMs: number | undefined;
  let lastMs = 0;
  return (nowMs) => {
    if (sinceMs === undefined || nowMs - lastMs > LONGEST_GAP_MS) sinceMs = nowMs;
    lastMs = nowMs;
    return nowMs - sinceMs >= patienceMs;
  };
}
