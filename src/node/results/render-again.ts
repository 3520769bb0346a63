import { dirname } from 'node:path';
import { renderPage } from '../../core/reports/page.ts';
import { readResult, resultFileOf } from './read-result.ts';
import { whereResultsAre, writeReports } from './write-results.ts';

/**
 * Renders a result again: all reports beside its `result.json`, and the page.
 *
 * @param path of a `result.json`, or of the folder that holds one
 * @throws UserError when it is no result that can be read
 */
export function renderAgain(path: string, enableColors: boolean, say: (line: string) => void): void {
  const result = readResult(path);
  const folder = dirname(resultFileOf(path));
  writeReports(folder, result);
  say(renderPage(result, { enableColors }));
  say(whereResultsAre(folder));
}
