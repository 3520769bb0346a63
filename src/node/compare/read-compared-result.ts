import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ComparedResult } from '../../core/compare/compare-runs.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { readResult, resultFileOf } from '../result-files/read-result.ts';
import { UserError } from '../user-error.ts';

/**
 * Reads a result that can be compared.
 *
 * @param path a result.json, the folder of a run, or a folder of runs, of which it takes the latest
 * @throws UserError, in one line, when there is none, or none with a series
 */
export function readComparedResult(path: string): ComparedResult {
  const latest = join(path, 'latest');
  const result = readResult(existsSync(resultFileOf(path)) || !existsSync(latest) ? path : latest);
  const { series } = result;
  if (series !== null) return { ...result, series };
  throw new UserError(
    `Cannot compare ${JSON.stringify(path)}: it has no series, because its load never began. Run it again`,
    EXIT_CODE.invalidSettings,
  );
}
