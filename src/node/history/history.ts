import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { historyOf, type KeptRun } from '../../core/history/history.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { readResult } from '../result-files/read-result.ts';
import { replaceFiles } from '../result-files/replace-file.ts';
import { UserError } from '../user-error.ts';
import { readHistorySettings } from './history-settings.ts';
import { renderHistory } from './render-history.ts';

const PAGE = 'history.html';

/**
 * Writes `history.html` into the folder of results: the runs that are there, in order.
 *
 * @throws UserError when there is none, or the page cannot be written
 */
export function history({ env, givenVariables, say }: Pick<CommandCall, 'env' | 'givenVariables' | 'say'>): void {
  const { resultsDir, profile } = readHistorySettings(env, givenVariables);
  const { runs, problems } = readRuns(resultsDir);
  for (const problem of problems) say(`poolproof: left out. ${problem}`);
  const shown = runs.filter(({ result }) => profile === '' || result.profile === profile);
  if (shown.length === 0) throw nothingToShow(resultsDir, profile, runs);
  const [unwritten] = replaceFiles(resultsDir, { [PAGE]: () => renderHistory(historyOf(shown)) });
  if (unwritten !== undefined) {
    throw new UserError(
      `Cannot write to ${JSON.stringify(resultsDir)}: ${unwritten}. Copy the results to a folder you may write to`,
      EXIT_CODE.resultsUnwritable,
    );
  }
  say(
    `poolproof: history of ${shown.length} ${shown.length === 1 ? 'run' : 'runs'} in ${relative(process.cwd(), join(resultsDir, PAGE))}`,
  );
}

function readRuns(resultsDir: string): { runs: KeptRun[]; problems: string[] } {
  const runs: KeptRun[] = [];
  const problems: string[] = [];
  for (const folder of foldersOf(resultsDir)) {
    const path = join(resultsDir, folder);
    // Folders of comparisons have none of their own.
    if (!existsSync(join(path, 'result.json'))) continue;
    try {
      runs.push({ folder, result: readResult(path) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
    }
  }
  return { runs, problems };
}

/** Without `latest`, a link to one of the others. */
function foldersOf(resultsDir: string): string[] {
  try {
    return readdirSync(resultsDir, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}

function nothingToShow(resultsDir: string, profile: string, runs: readonly KeptRun[]): UserError {
  const others = [...new Set(runs.map(({ result }) => result.profile))].join(', ');
  const problem =
    others === ''
      ? `no run has left a result in ${JSON.stringify(resultsDir)}. Run one (make load), or set RESULTS_DIR to the folder of others`
      : `no run of profile ${profile} is in ${JSON.stringify(resultsDir)}. There are runs of ${others}`;
  return new UserError(`Cannot show a history: ${problem}`, EXIT_CODE.invalidSettings);
}
