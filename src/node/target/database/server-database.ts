import { UserError } from '../../user-error.ts';
import { errorText } from '../error-text.ts';
import type { Log } from '../log.ts';
import { urlWithoutCredentials } from '../url-without-credentials.ts';
import type { Database } from './database.ts';
import { FLAGS_SCHEMA, IS_SCHEMA_MISSING } from './flags-schema.ts';

/**
 * Opens a PostgreSQL server; creates the schema "poolproof" if its table is missing and touches nothing else.
 * @throws {UserError} when the server does not answer or refuses.
 */
export async function openServerDatabase(url: string, log: Log): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'poolproof-api',
    max: 10,
    connectionTimeoutMillis: 3000,
    query_timeout: 5000,
  });
  // Without a listener a lost idle connection would end the process.
  pool.on('error', (error) => log.warn('database connection lost', { error: errorText(error) }));
  try {
    const { rows } = await pool.query<{ missing: boolean }>(IS_SCHEMA_MISSING);
    if (rows[0]?.missing) await pool.query(FLAGS_SCHEMA);
  } catch (error) {
    await pool.end();
    throw new UserError(
      `Cannot use the database at ${urlWithoutCredentials(url)}: ${errorText(error)}; check DATABASE_URL or unset it`,
      1,
      { cause: error },
    );
  }
  return {
    async query<Row>(sql: string, parameters: unknown[] = []) {
      const result = await pool.query(sql, parameters);
      return result.rows as Row[];
    },
    close: () => pool.end(),
  };
}
