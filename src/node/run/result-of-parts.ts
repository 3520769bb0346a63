import type { ShareResult } from '../../core/merge/share-problems.ts';
import type { Result, RunFacts } from '../../core/result/result.ts';
import { type RunThatWas, resultOfRun } from './result-of-run.ts';
import type { EndedPart } from './start-part.ts';

/** What all processes of a run have in common. */
type WholeRun = Omit<RunThatWas, keyof EndedPart>;

/** The result of a run that has just ended, of one process or of those that shared it. */
export async function resultOfParts(whole: WholeRun, ended: readonly EndedPart[]): Promise<Result> {
  const results = ended.map((end) => resultOfRun({ ...whole, ...end }));
  const [first, ...others] = results;
  if (first !== undefined && others.length === 0) return first;
  // It judges anew, with all that there is to judge by: one process has no use for it.
  const { mergeResults } = await import('../../core/merge/merge-results.ts');
  return mergeResults(results as ShareResult[], factsOfAll(results as ShareResult[], ended));
}

/**
 * What the command knows of all together. One that ended by itself tells why the run was cut short, and not those that were stopped because
 * of it; one that STOP_EARLY ended cuts nothing short.
 *
 * @param ended how each ended, in the order of the results
 */
function factsOfAll(results: readonly ShareResult[], ended: readonly EndedPart[]): Partial<RunFacts> {
  const cut = results.filter(({ endedEarly }) => endedEarly !== undefined);
  const byItself = cut.find((result) => ended[results.indexOf(result)]?.isStopped === false);
  const isLost = results.some(({ stoppedEarly }, index) => stoppedEarly !== undefined && !ended[index]?.isStopped);
  const [first] = results;
  const known = first && { engine: first.engine, localStack: first.localStack, settings: first.settings ?? {} };
  if (isLost && byItself === undefined) return { ...known };
  return {
    ...known,
    ...(byItself ? endedBy(byItself, `share ${byItself.share.number} of ${byItself.share.of}: `) : endedBy(cut[0])),
  };
}

function endedBy(share: ShareResult | undefined, who = ''): Partial<RunFacts> {
  return share?.endedEarly === undefined
    ? {}
    : { endedEarly: `${who}${share.endedEarly}`, engineExitCode: share.engineExitCode };
}
