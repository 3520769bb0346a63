import type { Database } from './database.ts';

export interface Flag {
  key: string;
  enabled: boolean;
  description: string;
  /** Share of users who get the feature, 0 to 100. */
  rolloutPercent: number;
}

export interface FlagsRepository {
  list(): Promise<Flag[]>;
  find(key: string): Promise<Flag | undefined>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
}

const SELECT = 'SELECT key, enabled, description, rollout_percent AS "rolloutPercent" FROM poolproof.flags';

/** Reads the flags from their table. */
export function createFlagsRepository(database: Database): FlagsRepository {
  return {
    list: () => database.query<Flag>(`${SELECT} ORDER BY key`),
    async find(key) {
      // The one character that PostgreSQL's text cannot hold, and so refuses to compare with.
      if (key.includes('\0')) return undefined;
      const [flag] = await database.query<Flag>(`${SELECT} WHERE key = $1`, [key]);
      return flag;
    },
    async ping() {
      await database.query('SELECT 1');
    },
  };
}
