/** A problem of the input or the environment: the command prints its message as one line, without a stack, and exits. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** The exit code of the process. */
  readonly exitCode: number;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
