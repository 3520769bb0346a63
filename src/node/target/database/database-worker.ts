// The embedded database computes on the thread that calls it; here it cannot hold up the API's event loop.
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../error-text.ts';
import { createFlagsDatabase } from './create-flags-database.ts';
import type { DatabaseReply, DatabaseRequest, DatabaseWorkerData } from './embedded-database.ts';

const port = parentPort;
if (port === null) throw new Error('Cannot run the database worker: it is not a program of its own');

// The optimizing compiler would be busy with PostgreSQL while the API is under load, for longer than a run gains by it.
setFlagsFromString('--liftoff-only');
// A start runs most of its code once: it costs a tenth less without optimizing, and without checking what is never called.
setFlagsFromString('--wasm-lazy-validation');
setFlagsFromString('--no-opt');
const { cacheFolder } = workerData as DatabaseWorkerData;
const database = await createFlagsDatabase(cacheFolder);
// Flags are those of all threads, and the API is to be as fast as ever.
setFlagsFromString('--opt');

const reply = (message: DatabaseReply) => port.postMessage(message);

port.on('message', ({ id, sql, parameters }: DatabaseRequest) => {
  database.query(sql, parameters).then(
    ({ rows }) => reply({ id, rows }),
    (error: unknown) => reply({ id, error: errorText(error) }),
  );
});
reply({ ready: true });
