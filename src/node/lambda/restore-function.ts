import { partsOfArn } from '../../core/lambda/cold-record.ts';
import { AwsError } from './ask-aws.ts';
import type { AwsClients } from './aws-clients.ts';
import { byConcurrency } from './cold-by-concurrency.ts';
import { byEnvironment } from './cold-by-environment.ts';
import type { ColdRestored } from './cold-means.ts';
import { forget, type KeptRecord } from './cold-records.ts';
import { targetOf } from './cold-target.ts';

interface RestoreOptions {
  readonly aws: AwsClients;
  readonly say: (line: string) => void;
}

/** Sets a function back as its record wants it, and forgets the record. @returns whether nothing is left to be set back */
export async function restoreFunction(kept: KeptRecord, { aws, say }: RestoreOptions): Promise<boolean> {
  const { name } = partsOfArn(kept.record.functionArn);
  try {
    const came = await restore(kept, aws);
    forget(kept);
    say(`poolproof: ${name} ${CAME[came]}`);
    return true;
  } catch (error) {
    say(`poolproof: ${name} does not have its settings back: ${(error as Error).message}`);
    return false;
  }
}

const CAME: Readonly<Record<ColdRestored | 'gone', string>> = {
  untouched: 'has nothing to be set back',
  restored: 'has its settings back',
  'changed by others': 'was given another reserved concurrency by somebody else meanwhile, and was left so',
  gone: 'is gone: nothing is to be set back',
};

async function restore(
  { record: { functionArn, change } }: KeptRecord,
  aws: AwsClients,
): Promise<ColdRestored | 'gone'> {
  const target = targetOf(aws, functionArn);
  try {
    return change.by === 'environment'
      ? await byEnvironment.restore(target, change)
      : await byConcurrency(0).restore(target, change);
  } catch (error) {
    if (error instanceof AwsError && error.isNotFound) return 'gone';
    throw error;
  }
}
