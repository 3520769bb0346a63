import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentMarker, renderReviewComment } from '../../core/render/review-comment.ts';
import type { Result } from '../../core/result/result.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { readResult } from '../result-files/read-result.ts';
import { UserError } from '../user-error.ts';
import { readCommentSettings } from './comment-settings.ts';
import { putComment } from './put-comment.ts';
import { reviewPlace } from './review-place.ts';

/**
 * Comments on the pull or merge request of this job: one comment for each profile, which the next run replaces.
 *
 * @throws UserError when there is no result, no request to comment on, or the comment was refused
 */
export async function comment({
  env,
  givenVariables,
  say,
}: Pick<CommandCall, 'env' | 'givenVariables' | 'say'>): Promise<void> {
  const { result, comparison } = readCommentSettings(env, givenVariables);
  await commentOn(readResult(result), comparison === '' ? '' : readComparison(comparison), env, say);
}

/** @throws UserError when there is no request to comment on, or the comment was refused */
export async function commentOn(
  result: Result,
  comparison: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<void> {
  const place = reviewPlace(env);
  if ('missing' in place) throw new UserError(`Cannot comment: ${place.missing}`, EXIT_CODE.invalidSettings);
  try {
    const done = await putComment(place, commentMarker(result.profile), renderReviewComment(result, comparison));
    say(`poolproof: comment ${done} on ${place.name}`);
  } catch (error) {
    throw new UserError(`Cannot comment on ${place.name}: ${(error as Error).message}`, EXIT_CODE.resultsUnwritable);
  }
}

function readComparison(folder: string): string {
  try {
    return readFileSync(join(folder, 'compare.md'), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `COMPARISON=${JSON.stringify(folder)} is not allowed: no compare.md can be read there (${code}). Give the folder that make compare wrote`,
      EXIT_CODE.invalidSettings,
    );
  }
}
