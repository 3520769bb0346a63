import { type AwsCall, type AwsFailure, awsProblem, isConflict, isNotFound } from '../../core/lambda/aws-problem.ts';

/** A call to AWS that failed: its message is the reason in one line. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  /** Whether what was asked for is not there. */
  readonly isNotFound: boolean;
  /** Whether it was changed meanwhile, or is being changed. */
  readonly isConflict: boolean;

  constructor(failure: AwsFailure, call: AwsCall) {
    super(awsProblem(failure, call), { cause: failure });
    this.isNotFound = isNotFound(failure);
    this.isConflict = isConflict(failure);
  }
}

/** @throws AwsError that says why the call failed, after the SDK has tried again where that may help */
export async function askAws<Answer>(call: AwsCall, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    throw new AwsError(failureOf(error), call);
  }
}

function failureOf(error: unknown): AwsFailure {
  const { name = 'Error', message = '', code } = error as Partial<AwsFailure>;
  // Node.js hides what happened to each address in the error of all of them.
  const first = (error as { errors?: readonly Partial<AwsFailure>[] }).errors?.[0];
  return { name, message: message || (first?.message ?? ''), code: code ?? first?.code };
}
