import { compareRuns } from '../../core/compare/compare-runs.ts';
import type { Comparison } from '../../core/compare/comparison.ts';
import { type FingerprintDifference, fingerprintDifferences } from '../../core/compare/fingerprint.ts';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE, exitCodeKept } from '../exit-code.ts';
import { createResultsFolder } from '../result-files/results-folder.ts';
import { needsOf } from '../run/profile-data.ts';
import { UserError } from '../user-error.ts';
import { compareExitCode } from './compare-exit-code.ts';
import { readCompareSettings } from './compare-settings.ts';
import { readComparedResult } from './read-compared-result.ts';
import { writeComparison } from './write-comparison.ts';

const DIFFERENCES_SHOWN = 3;

/**
 * Compares results that are there.
 *
 * @returns the exit code of the command
 * @throws UserError for results that cannot be read, or that tell of different circumstances
 */
export function compare({ env, givenVariables, enableColors, say }: CommandCall): number {
  const settings = readCompareSettings(env, givenVariables);
  const comparison = comparisonOf(settings);
  const openFolder = () => createResultsFolder(settings.resultsDir, 'compare', new Date(), { isLatest: false });
  const isKept = writeComparison(comparison, openFolder, { env, enableColors, say });
  return exitCodeKept(compareExitCode(comparison), isKept);
}

/**
 * Compares results by where they lie.
 *
 * @throws UserError for results that cannot be read, or, unless that is forced, that tell of different circumstances
 */
export function comparisonOf(paths: {
  readonly base: readonly string[];
  readonly head: readonly string[];
  readonly isForced: boolean;
}): Comparison {
  const base = paths.base.map(readComparedResult);
  const head = paths.head.map(readComparedResult);
  const [first, ...others] = [...base, ...head];
  const differences = first ? fingerprintDifferences(first, others) : [];
  if (differences.length > 0 && !paths.isForced) throw refusal(differences);
  const isAboutStart = first !== undefined && needsOf(first.profile).includes('cold-api');
  return compareRuns({ base, head, isPaired: false, isAboutStart });
}

function refusal(differences: readonly FingerprintDifference[]): UserError {
  const shown = differences
    .slice(0, DIFFERENCES_SHOWN)
    .map(({ what, base, head }) => `${what} is ${base} in base and ${head} in head`);
  const rest = differences.length - shown.length;
  return new UserError(
    `Cannot compare: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}. Run both alike (make ab), or set FORCE=1`,
    EXIT_CODE.invalidSettings,
  );
}
