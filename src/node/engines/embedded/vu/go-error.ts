/** An error that k6's own code throws into a script: an Error whose `name` is "GoError". */
export class GoError extends Error {
  override readonly name = 'GoError';
}

/** The error for a part of k6's API that this engine leaves out, rather than a wrong answer. */
export function notEmbeddedError(feature: string): GoError {
  return new GoError(`${feature} is not in the embedded engine: install k6`);
}
