/** A number of 64 bits as JSON of OpenTelemetry has it: a text. */
export function integer(count: number | bigint): string {
  return `${count}`;
}
