import { relative } from 'node:path';
import type { Comparison } from '../../core/compare/comparison.ts';
import { renderComparison, renderComparisonMarkdown } from '../../core/compare/render-comparison.ts';
import { replaceFiles } from '../result-files/replace-file.ts';
import { addToStepSummary } from '../result-files/tell-github.ts';
import { unwritten } from '../result-files/write-results.ts';

/**
 * Says what a comparison says, and writes `compare.json` and `compare.md` to a folder; in a job of GitHub Actions, there as
 * well.
 *
 * @returns whether all was written
 */
export function writeComparison(
  comparison: Comparison,
  folder: string,
  { env, enableColors, say }: { env: NodeJS.ProcessEnv; enableColors: boolean; say: (line: string) => void },
): boolean {
  const markdown = renderComparisonMarkdown(comparison);
  say('');
  say(renderComparison(comparison, { enableColors }));
  addToStepSummary(markdown, env, say);
  const problems = replaceFiles(folder, {
    'compare.json': () => `${JSON.stringify(comparison, null, 2)}\n`,
    'compare.md': () => markdown,
  });
  const where = `poolproof: comparison in ${relative(process.cwd(), folder) || '.'}/ (compare.json, compare.md)`;
  say(problems.length === 0 ? where : unwritten(folder, problems));
  return problems.length === 0;
}
