/** k6's exit codes, as far as this engine uses them. */
export const EXIT_CODES = {
  ok: 0,
  thresholdsFailed: 99,
  setupTimeout: 100,
  teardownTimeout: 101,
  genericTimeout: 102,
  invalidConfig: 104,
  interrupted: 105,
  scriptException: 107,
  scriptAborted: 108,
  markedAsFailed: 110,
  other: 255,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Ends the run with an exit code; the message is logged as k6 logs it. */
export class TestRunError extends Error {
  override readonly name = 'TestRunError';
  readonly exitCode: ExitCode;
  /** Further fields of the log line, such as `hint` and `source`. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(message: string, exitCode: ExitCode, fields: Readonly<Record<string, string>> = {}, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.fields = fields;
  }
}
