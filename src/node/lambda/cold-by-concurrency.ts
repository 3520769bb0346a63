import { setTimeout as sleep } from 'node:timers/promises';
import type { ColdByConcurrency } from '../../core/lambda/cold-record.ts';
import { AwsError, askAws } from './ask-aws.ts';
import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from './aws-sdk.ts';
import type { ColdMeans } from './cold-means.ts';
import { type ColdTarget, callOf } from './cold-target.ts';
import { reservedOf } from './reserved-of.ts';

/**
 * Without concurrency a function serves nobody, and Lambda takes its environments away, of all versions; it says neither when nor
 * that it did.
 *
 * @param pauseMs how long it is without
 */
export function byConcurrency(pauseMs: number): ColdMeans<ColdByConcurrency> {
  return {
    async plan(target) {
      const reservedBefore = await reservedOf(target);
      if (reservedBefore === 0) {
        throw new Error(
          'its reserved concurrency is 0 already: it serves nobody. Set what it should be, and try again',
        );
      }
      // Writes what is there: who may not do that could not set it back either.
      await reserve(target, reservedBefore);
      return { by: 'concurrency', reservedBefore };
    },

    async make(target) {
      await reserve(target, 0);
      await sleep(pauseMs, undefined, { signal: target.aws.abort.abortSignal });
    },

    async restore(target, { reservedBefore }) {
      const now = await reservedOf(target);
      if (now !== 0) return now === reservedBefore ? 'untouched' : 'changed by others';
      await reserve(target, reservedBefore);
      return 'restored';
    },
  };
}

async function reserve(target: ColdTarget, reserved: number | null): Promise<void> {
  const FunctionName = target.functionArn;
  if (reserved !== null) {
    const input = { FunctionName, ReservedConcurrentExecutions: reserved };
    await askAws(callOf(target, 'lambda:PutFunctionConcurrency'), () =>
      target.aws.lambda.send(new PutFunctionConcurrencyCommand(input)),
    );
    return;
  }
  try {
    await askAws(callOf(target, 'lambda:DeleteFunctionConcurrency'), () =>
      target.aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })),
    );
  } catch (error) {
    // The function is there, so what is not is the reservation.
    if (!(error instanceof AwsError && error.isNotFound)) throw error;
  }
}
