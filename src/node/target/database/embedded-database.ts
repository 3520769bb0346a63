import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Database } from './database.ts';

export interface DatabaseWorkerData {
  cacheFolder: string;
}

export interface DatabaseRequest {
  id: number;
  sql: string;
  parameters: unknown[];
}

export type DatabaseReply = { ready: true } | { id: number; rows: unknown[] } | { id: number; error: string };

interface PendingQuery {
  resolve(rows: unknown[]): void;
  reject(error: Error): void;
}

/** Starts an embedded PostgreSQL in a worker thread, in memory. `cacheFolder` keeps what a start needs. */
export async function openEmbeddedDatabase(cacheFolder: string): Promise<Database> {
  const worker = new Worker(new URL('./database-worker.js', import.meta.url), {
    workerData: { cacheFolder } satisfies DatabaseWorkerData,
  });
  const pending = new Map<number, PendingQuery>();
  let lastId = 0;
  let failure: Error | undefined;

  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of pending.values()) reject(failure);
    pending.clear();
  };
  // Rejects on the worker's 'error'.
  await once(worker, 'message');
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('The embedded database has stopped')));
  worker.on('message', (reply: DatabaseReply) => {
    if ('ready' in reply) return;
    const query = pending.get(reply.id);
    pending.delete(reply.id);
    if ('rows' in reply) query?.resolve(reply.rows);
    else query?.reject(new Error(reply.error));
  });

  return {
    query<Row>(sql: string, parameters: unknown[] = []) {
      return new Promise<Row[]>((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        lastId += 1;
        pending.set(lastId, { resolve: (rows) => resolve(rows as Row[]), reject });
        worker.postMessage({ id: lastId, sql, parameters } satisfies DatabaseRequest);
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}
