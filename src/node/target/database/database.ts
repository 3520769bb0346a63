/** What the API needs of PostgreSQL; the same SQL runs on the embedded one and on a server. */
export interface Database {
  /** Runs one statement with $1, $2 … parameters. */
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}
