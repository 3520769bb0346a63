/** An error that k6's own code throws into a script: an Error whose `name` is "GoError". */
export class GoError extends Error {
  override readonly name = 'GoError';
}

/**
 * The script uses a part of k6's API that this engine leaves out, rather than giving a wrong answer. Whoever knows the VU
 * has it refuse the error: it ends the run, whatever the script does with it, because a script that catches it would go on
 * where k6 has a result.
 */
export class NotEmbeddedError extends GoError {
  constructor(feature: string) {
    super(`${feature} is not in the embedded engine: install k6`);
  }
}
