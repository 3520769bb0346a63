import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Binds `server` to `port` or, if that is taken, to the next free one after it; 0 takes any.
 * @returns the port that was bound.
 * @throws what `listen` says when no port up to 100 further on is free, or when binding fails otherwise.
 */
export async function listenOnFreePort(server: Server, port: number, host: string): Promise<number> {
  const lastPort = Math.min(port + 100, 65_535);
  for (let candidate = port; ; candidate += 1) {
    try {
      await listen(server, candidate, host);
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || candidate >= lastPort) throw error;
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
