/** A file of comma-separated values: a record for each row, by the names in its first line. */
declare module '*.csv' {
  const rows: readonly Readonly<Record<string, string>>[];
  export default rows;
}
