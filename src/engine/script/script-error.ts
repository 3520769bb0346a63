import { EXIT_CODES, TestRunError } from '../exit-codes.ts';
import { formatScriptError } from './format-script-error.ts';

/** The error that ends a run because the script did what goes another way than on k6. */
export function refusalError({ message }: Error): TestRunError {
  return new TestRunError(`Cannot trust this run: ${message}`, EXIT_CODES.scriptException);
}

/** The error that ends a run because script code outside of iterations failed. */
export function scriptError(error: unknown, isRejection: boolean): TestRunError {
  if (error instanceof TestRunError) return error;
  if (isRejection) return new TestRunError(`Uncaught (in promise) ${formatScriptError(error)}`, EXIT_CODES.other);
  return new TestRunError(formatScriptError(error), EXIT_CODES.scriptException, {
    hint: 'script exception',
    source: 'stacktrace',
  });
}
