import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mark } from '../../core/series/series.ts';
import type { OutageMeans } from './outage-means.ts';

/** Where a script asks for Redis to go away and to come back, each at its exact time. */
export interface OutageControl {
  /** For CONTROL_URL. */
  readonly url: string;
  /** The user wants to stop: ends what is under way, and does nothing more that is asked for. */
  cancel(): void;
  /** Closes it; brings Redis back first, when it may be away. Never rejects. */
  close(): Promise<void>;
}

/**
 * Opens a server on a free loopback port: `POST …/fault` takes Redis away, `POST …/recover` brings it back; each answers
 * when that is done, with 200, or with 500 and a line that says what went wrong. One at a time, in turn; none is answered any
 * more once the user wants to stop. Only who was told
 * the address can ask: it holds a secret, which a page in a browser of this machine cannot know.
 *
 * @param say hears, in one line, that Redis could not be brought back at the end
 * @param onMark hears that Redis is taken away, and that it is back
 */
export async function openOutageControl(
  means: OutageMeans,
  say: (line: string) => void,
  onMark: (kind: Mark['kind']) => void,
): Promise<OutageControl> {
  const token = randomUUID();
  let isAway = false;
  let isCancelled = false;
  let hasTried = false;
  let last: Promise<void> = Promise.resolve();

  async function takeAway(): Promise<void> {
    // Even a command that fails may have done half of its work.
    isAway = true;
    onMark('fault');
    await means.takeAway();
  }

  async function bringBack(): Promise<void> {
    const isLastTry = hasTried;
    hasTried = true;
    await means.bringBack(isLastTry);
    isAway = false;
    onMark('return');
  }

  const actions: Readonly<Record<string, () => Promise<void>>> = {
    [`/${token}/fault`]: takeAway,
    [`/${token}/recover`]: bringBack,
  };

  async function answer(action: () => Promise<void>, response: ServerResponse): Promise<void> {
    const done = last.then(() => (isCancelled ? undefined : action()));
    last = done.catch(() => {});
    const problem = await done.then(
      () => undefined,
      (error: Error) => error.message,
    );
    // The engine is being ended as well. An answer might reach the script first, which would take it for a failure.
    if (isCancelled) return;
    response.writeHead(problem === undefined ? 200 : 500).end(problem ?? 'done');
  }

  const server = createServer((request, response) => {
    const action = isForUs(request, port) ? actions[request.url ?? ''] : undefined;
    if (action === undefined) response.writeHead(404).end();
    else void answer(action, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${token}`,
    cancel() {
      isCancelled = true;
      means.cancel();
    },
    async close() {
      if (isAway && isCancelled) say('poolproof: bringing Redis back; another Ctrl-C leaves it as it is');
      isCancelled = true;
      if (isAway) means.cancel();
      await last;
      if (isAway)
        await bringBack().catch((error: Error) => say(`poolproof: Redis may still be away: ${error.message}`));
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Asked by a program, under our own address: no page of a browser, and no name that somebody else made lead here. */
function isForUs({ method, headers }: IncomingMessage, port: number): boolean {
  return method === 'POST' && headers.host === `127.0.0.1:${port}` && headers.origin === undefined;
}
