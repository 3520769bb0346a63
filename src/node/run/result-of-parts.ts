import { mergeResults } from '../../core/merge/merge-results.ts';
import type { ShareResult } from '../../core/merge/share-problems.ts';
import type { Result, RunFacts } from '../../core/result/result.ts';
import { type RunThatWas, resultOfRun } from './result-of-run.ts';
import type { EndedPart } from './run-load.ts';

/** What all processes of a run have in common. */
export type WholeRun = Omit<RunThatWas, keyof EndedPart>;

/** The result of a run that has just ended, of one process or of those that shared it. */
export function resultOfParts(whole: WholeRun, ended: readonly EndedPart[]): Result {
  const results = ended.map((end) => resultOfRun({ ...whole, ...end }));
  const [first, ...others] = results;
  return first !== undefined && others.length === 0 ? first : resultOfShares(results as ShareResult[], ended);
}

/**
 * One that ended by itself tells why the run was cut short, and not those that were stopped because of it.
 *
 * @param ended how each ended, in the order of the results
 */
function resultOfShares(results: readonly ShareResult[], ended: readonly EndedPart[]): Result {
  const cut = results.filter(({ endedEarly }) => endedEarly !== undefined);
  const byItself = cut.find((result) => ended[results.indexOf(result)]?.isStopped === false);
  const [first] = results;
  return mergeResults(results, {
    ...(first && { engine: first.engine, localStack: first.localStack, settings: first.settings ?? {} }),
    ...(byItself ? endedBy(byItself, `share ${byItself.share.number} of ${byItself.share.of}: `) : endedBy(cut[0])),
  });
}

function endedBy(share: ShareResult | undefined, who = ''): Partial<RunFacts> {
  return share?.endedEarly === undefined
    ? {}
    : { endedEarly: `${who}${share.endedEarly}`, engineExitCode: share.engineExitCode };
}
