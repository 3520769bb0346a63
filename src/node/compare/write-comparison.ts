import type { Comparison } from '../../core/compare/comparison.ts';
import { renderComparison, renderComparisonMarkdown } from '../../core/compare/render-comparison.ts';
import { writeAnswer } from '../result-files/write-answer.ts';

/**
 * Says what a comparison says, and writes `compare.json` and `compare.md` to a folder.
 *
 * @returns whether all was written
 */
export function writeComparison(
  comparison: Comparison,
  openFolder: () => string,
  { enableColors, ...place }: { env: NodeJS.ProcessEnv; enableColors: boolean; say: (line: string) => void },
): boolean {
  const page = renderComparison(comparison, { enableColors });
  const markdown = renderComparisonMarkdown(comparison);
  return writeAnswer({ name: 'compare', title: 'comparison', json: comparison, markdown, page }, openFolder, place);
}
