// The embedded database computes on the thread that calls it; here it cannot hold up the API's event loop.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { errorText } from '../error-text.ts';
import { fillDataFolder } from './data-folder.ts';
import type { DatabaseReply, DatabaseRequest, DatabaseWorkerData } from './embedded-database.ts';

const port = parentPort;
if (port === null) throw new Error('Cannot run the database worker: it is not a program of its own');

const { dataFolder, cacheFolder } = workerData as DatabaseWorkerData;
await fillDataFolder(dataFolder, cacheFolder);
const database = await PGlite.create({ dataDir: dataFolder });

const reply = (message: DatabaseReply) => port.postMessage(message);

port.on('message', ({ id, sql, parameters }: DatabaseRequest) => {
  database.query(sql, parameters).then(
    ({ rows }) => reply({ id, rows }),
    (error: unknown) => reply({ id, error: errorText(error) }),
  );
});
reply({ ready: true });
