import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  COLD_VARIABLE,
  type FunctionVariables,
  variablesOf,
  withMark,
  withoutMark,
} from '../../core/lambda/cold-mark.ts';
import type { ColdByEnvironment } from '../../core/lambda/cold-record.ts';
import { AwsError, askAws } from './ask-aws.ts';
import { UpdateFunctionConfigurationCommand } from './aws-sdk.ts';
import type { ColdMeans } from './cold-means.ts';
import { type ColdTarget, callOf, settledFunction } from './cold-target.ts';

const ACTION = 'lambda:UpdateFunctionConfiguration';
/** Others may change the function at the same time, again and again. */
const TRIES = 10;
const PAUSE_MS = 500;

/** A changed variable makes all environments of $LATEST new: at once, and again when it is taken out. */
export const byEnvironment: ColdMeans<ColdByEnvironment> = {
  async plan(target) {
    const found = variablesOf(await settledFunction(target))[COLD_VARIABLE];
    if (found !== undefined) throw new Error(alreadyMarked(target, found));
    return { by: 'environment', mark: `${new Date().toISOString()}-${randomUUID()}` };
  },

  async make(target, { mark }) {
    await change(target, (now) => {
      const found = now[COLD_VARIABLE];
      if (found !== undefined && found !== mark) throw new Error(alreadyMarked(target, found));
      return withMark(now, mark);
    });
  },

  async restore(target, { mark }) {
    return (await change(target, (now) => withoutMark(now, mark))) ? 'restored' : 'untouched';
  },
};

/** The mark that a run left on a function, whoever wrote it down; undefined for none. */
export async function markOf(target: ColdTarget): Promise<string | undefined> {
  return variablesOf(await settledFunction(target))[COLD_VARIABLE];
}

function alreadyMarked({ name }: ColdTarget, mark: string): string {
  return `its variable ${COLD_VARIABLE}=${mark} says that another run is at it, or was killed. Wait for it, or take the variable out by make cold-restore LAMBDA_FUNCTION=${name}`;
}

/**
 * Writes the variables as `edit` wants them, on the state of the function that it saw: where somebody else was faster, it is asked
 * again. An answer that was lost is no harm then.
 *
 * @param edit gets the variables as they are; undefined: nothing is to be done
 * @returns whether anything was
 */
async function change(
  target: ColdTarget,
  edit: (now: FunctionVariables) => FunctionVariables | undefined,
): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const found = await settledFunction(target);
    const Variables = edit(variablesOf(found));
    if (Variables === undefined) return false;
    try {
      await askAws(callOf(target, ACTION), () =>
        target.aws.lambda.send(
          new UpdateFunctionConfigurationCommand({
            FunctionName: target.functionArn,
            RevisionId: found.RevisionId,
            Environment: { Variables },
          }),
        ),
      );
      break;
    } catch (error) {
      if (!(error instanceof AwsError && error.isConflict) || tries >= TRIES) throw error;
      await sleep(PAUSE_MS, undefined, { signal: target.aws.abort.abortSignal });
    }
  }
  const { LastUpdateStatus, LastUpdateStatusReason } = await settledFunction(target);
  if (LastUpdateStatus === 'Failed') throw new Error(`its update failed: ${LastUpdateStatusReason}`);
  return true;
}
