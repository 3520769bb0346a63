import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutageMeans } from './outage-means.ts';

/** Where a script asks for Redis to go away and to come back, each at its exact time. */
export interface OutageControl {
  /** For CONTROL_URL. */
  readonly url: string;
  /** Closes it; brings Redis back first, when it was taken away and that was not asked for. Never rejects. */
  close(): Promise<void>;
}

/**
 * Opens a server on a free loopback port: `/fault` takes Redis away, `/recover` brings it back; each answers when that is
 * done, with 200, or with 500 and a line that says what went wrong.
 *
 * @param say hears, in one line, that Redis could not be brought back at the end
 */
export async function openOutageControl(means: OutageMeans, say: (line: string) => void): Promise<OutageControl> {
  let isAway = false;
  let last: Promise<unknown> = Promise.resolve();

  async function takeAway(): Promise<void> {
    // Even a command that fails may have done half of its work.
    isAway = true;
    await means.takeAway();
  }

  async function bringBack(): Promise<void> {
    isAway = false;
    await means.bringBack();
  }

  async function answer(action: () => Promise<void>, response: ServerResponse): Promise<void> {
    const done = action();
    last = done.catch(() => {});
    try {
      await done;
      response.writeHead(200).end('done');
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  }

  const server = createServer((request, response) => {
    if (request.url === '/fault') void answer(takeAway, response);
    else if (request.url === '/recover') void answer(bringBack, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      if (isAway) {
        means.cancel();
        await last;
        await bringBack().catch((error: Error) => say(`poolproof: Redis may still be away: ${error.message}`));
      }
      await last;
      server.closeAllConnections();
      server.close();
    },
  };
}
