/** A span of time, in milliseconds since 1970. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}
