/** An error that k6's own code throws into a script: an Error whose `name` is "GoError". */
export class GoError extends Error {
  override readonly name = 'GoError';
}

/** In this process, of which a test run has one to itself. */
let refusal: GoError | undefined;

/**
 * The error for a part of k6's API that this engine leaves out, rather than a wrong answer. It ends the run, whatever the
 * script does with it: a script that catches it would go on where k6 has a result.
 */
export function notEmbeddedError(feature: string): GoError {
  const error = new GoError(`${feature} is not in the embedded engine: install k6`);
  refusal ??= error;
  return error;
}

/** The first of these errors since this was asked for the last time. */
export function takeRefusal(): GoError | undefined {
  const taken = refusal;
  refusal = undefined;
  return taken;
}
