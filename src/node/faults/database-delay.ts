import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../target/database/database.ts';

/** Has every query of `database` take `delayMs` longer; without a delay it is `database` itself. */
export function withDatabaseDelay(database: Database, delayMs: number | undefined): Database {
  if (!delayMs) return database;
  return {
    async query(sql, parameters) {
      await sleep(delayMs);
      return database.query(sql, parameters);
    },
    close: () => database.close(),
  };
}
