import { dirname } from 'node:path';
import { renderPage } from '../../core/render/page.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import { readResult, resultFileOf } from './read-result.ts';
import { replaceFiles } from './replace-file.ts';
import { reportsOf, whereResultsAre } from './write-results.ts';

/**
 * Renders a result again: all reports beside its `result.json`, and the page.
 *
 * @param path of a `result.json`, or of the folder that holds one
 * @throws UserError when it is no result that can be read
 */
export function renderAgain(path: string, enableColors: boolean, say: (line: string) => void): void {
  const result = readResult(path);
  const folder = dirname(resultFileOf(path));
  say(renderPage(result, { enableColors }));
  const problems = replaceFiles(folder, reportsOf(result));
  if (problems.length > 0) {
    throw new UserError(
      `Cannot write reports to ${JSON.stringify(folder)}: ${problems.join('; ')}. Copy the result to a folder you may write to`,
      EXIT_CODE.resultsUnwritable,
    );
  }
  say(whereResultsAre(folder));
}
