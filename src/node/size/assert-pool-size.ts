import type { Result } from '../../core/result/result.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import type { SizeSettings } from './size-settings.ts';

/**
 * Makes sure that the API had the pool that it was given, as far as that can be seen.
 *
 * @throws UserError when it had another
 */
export function assertPoolSize(
  { evidence }: Pick<Result, 'evidence'>,
  size: number,
  { mode, run }: Pick<SizeSettings, 'mode' | 'run'>,
): void {
  if (evidence === null || mode === 'local stacks') return;
  const { poolSize, connectionsMedian } = evidence;
  // Without a pattern, connections may be of anybody.
  const isSeen = run.load.apiClients !== '*' && connectionsMedian !== null && connectionsMedian > size;
  const seen =
    poolSize !== null && poolSize !== size
      ? `POOL_PATH tells a pool of ${poolSize}`
      : isSeen
        ? `it has ${connectionsMedian} connections open`
        : undefined;
  if (seen === undefined) return;
  throw new UserError(
    `Cannot give the API a pool of ${size}: after SIZE_CMD ${seen}. It must hand POOL_SIZE, which is in its environment, to the pool of one process`,
    EXIT_CODE.stackFailed,
  );
}
