import type { ColdChange } from '../../core/lambda/cold-record.ts';
import type { LambdaName } from '../../core/lambda/parse-lambda-function.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import { type AwsClients, openAws } from './aws-clients.ts';
import { byConcurrency } from './cold-by-concurrency.ts';
import { byEnvironment } from './cold-by-environment.ts';
import type { ColdMeans } from './cold-means.ts';
import { ColdRecords, isStillAtIt, type KeptRecord } from './cold-records.ts';
import { type ColdTarget, findTarget } from './cold-target.ts';
import { restoreFunction } from './restore-function.ts';

interface ColdOptions {
  /** COLD_BY. */
  readonly by: ColdChange['by'];
  /** COLD_PAUSE. */
  readonly pauseMs: number;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A function that can be made cold, and is to be set back after it. */
interface ColdStart {
  /** Makes all its environments new. @throws UserError when that failed; it was set back then, or the line says that it was not */
  make(): Promise<void>;
  /** Sets it back; harmless when called again, and when nothing was touched. @returns whether nothing is left to be set back */
  restore(): Promise<boolean>;
}

/** What is set back is set back also when the user wants to stop. */
function unstoppable(aws: AwsClients): AwsClients {
  return { ...aws, abort: { abortSignal: new AbortController().signal } };
}

/**
 * Makes sure that a function can be made cold and set back; sets back what a run left that was killed.
 *
 * @throws UserError with the reason; nothing was touched then
 */
export async function openColdStart(name: LambdaName, options: ColdOptions): Promise<ColdStart> {
  const { by, pauseMs, env, say, signal } = options;
  const aws = await openAws(name.region, env, signal);
  try {
    refuseVersion(name, by);
    const target = await findTarget(aws, name.functionName);
    const records = new ColdRecords(env);
    await endOldRun(records.find(target.functionArn), target, say);
    return by === 'environment'
      ? await prepare(byEnvironment, { target, records, say })
      : await prepare(byConcurrency(pauseMs), { target, records, say });
  } catch (error) {
    aws.close();
    if (error instanceof UserError) throw error;
    throw new UserError(
      `LAMBDA_FUNCTION=${name.functionName} cannot be made cold: ${(error as Error).message}`,
      EXIT_CODE.invalidSettings,
      { cause: error },
    );
  }
}

/** A version stays as it was published, whatever becomes of $LATEST. */
function refuseVersion({ qualifier }: LambdaName, by: ColdChange['by']): void {
  if (by !== 'environment' || qualifier === null || qualifier === '$LATEST') return;
  throw new Error(
    `a changed variable touches $LATEST only, and never the version behind ${qualifier}. Give COLD_BY=concurrency, or COLD_CMD with a command that publishes a version and has ${qualifier} point to it`,
  );
}

async function endOldRun(kept: KeptRecord | undefined, { aws, name }: ColdTarget, say: (line: string) => void) {
  if (kept === undefined) return;
  const { pid, host, at } = kept.record;
  const isRunning = isStillAtIt(kept.record);
  if (isRunning !== false) {
    const who = isRunning ? `process ${pid} of this machine` : `a run on ${host}`;
    throw new Error(
      `${who} has been at it since ${at} (${kept.file}). Wait for its end; if it was killed, run make cold-restore LAMBDA_FUNCTION=${name}`,
    );
  }
  say(`poolproof: a run of ${at} was killed before it had set ${name} back`);
  if (await restoreFunction(kept, { aws: unstoppable(aws), say })) return;
  throw new Error(`the settings that it had before are in ${kept.file}. Try make cold-restore LAMBDA_FUNCTION=${name}`);
}

interface Prepared {
  readonly target: ColdTarget;
  readonly records: ColdRecords;
  readonly say: (line: string) => void;
}

async function prepare<Change extends ColdChange>(
  means: ColdMeans<Change>,
  { target, records, say }: Prepared,
): Promise<ColdStart> {
  const { aws, name, functionArn } = target;
  const change = await means.plan(target);
  let kept: KeptRecord | undefined;
  const tellLeft = (): void => {
    say(`poolproof: make cold-restore LAMBDA_FUNCTION=${name} sets ${name} back (${kept?.file})`);
  };

  async function restore(): Promise<boolean> {
    if (kept !== undefined && !(await restoreFunction(kept, { aws: unstoppable(aws), say }))) return false;
    kept = undefined;
    process.off('exit', tellLeft);
    aws.close();
    return true;
  }

  return {
    restore,
    async make() {
      kept = records.keep({ functionArn, change });
      process.once('exit', tellLeft);
      try {
        await means.make(target, change);
        say(`poolproof: ${name} ${MADE[change.by]}`);
        // The load is to meet the function as it was.
        if (change.by === 'concurrency' && !(await restore())) throw new Error('it still serves nobody');
      } catch (error) {
        const isRestored = await restore();
        if (aws.abort.abortSignal.aborted) return;
        throw new UserError(
          `Cannot make the API cold: ${(error as Error).message}`,
          isRestored ? EXIT_CODE.stackFailed : EXIT_CODE.notRestored,
          { cause: error },
        );
      }
    },
  };
}

const MADE: Readonly<Record<ColdChange['by'], string>> = {
  environment: 'has new environments, by a variable that is taken out again after the load',
  concurrency: 'had no concurrency for a while',
};
