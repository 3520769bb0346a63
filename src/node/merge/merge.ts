import { mergeResults } from '../../core/merge/merge-results.ts';
import { type ShareResult, shareProblems } from '../../core/merge/share-problems.ts';
import { renderPage } from '../../core/render/page.ts';
import type { Variable } from '../../core/settings/variable.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE, exitCodeKept } from '../exit-code.ts';
import { readResult } from '../result-files/read-result.ts';
import { createResultsFolder } from '../result-files/results-folder.ts';
import { tellGithub } from '../result-files/tell-github.ts';
import { keepResults } from '../result-files/write-results.ts';
import { exitCodeOf } from '../run/exit-code-of.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { readVariables } from '../settings/read-variables.ts';
import { UserError } from '../user-error.ts';

/** What `make merge` can be told. */
const MERGE_VARIABLES = {
  results: {
    name: 'RESULTS',
    fallback: '',
    allowed: 'give the folders of the runs, or their result.json, such as RESULTS="a b c d"',
    parse: (text: string) => (text.trim() === '' ? undefined : text.trim().split(/\s+/)),
  },
  resultsDir: COMMAND_VARIABLES.resultsDir,
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

/**
 * Makes one result, and one report, of those of all processes that shared a run.
 *
 * @returns the exit code of the command, by the verdict on the whole
 * @throws UserError for results that cannot be read, or are no shares of one run
 */
export function merge({ env, givenVariables, enableColors, say }: CommandCall): number {
  const { results, resultsDir } = readVariables('merge', MERGE_VARIABLES, env, givenVariables);
  const given = results.map((name) => ({ name, result: readResult(name) }));
  const problems = shareProblems(given);
  if (problems.length > 0) {
    throw new UserError(`Cannot merge: ${problems.join('; ')}`, EXIT_CODE.invalidSettings);
  }
  const result = mergeResults(given.map((share) => share.result as ShareResult));
  say(renderPage(result, { enableColors }));
  tellGithub(result, env, say);
  const folder = createResultsFolder(resultsDir, `${result.profile}-merged`, new Date());
  const isKept = keepResults(folder, result, say);
  return exitCodeKept(exitCodeOf(result.engineExitCode, result.verdict.status), isKept);
}
