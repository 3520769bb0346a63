import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Comparison } from '../../core/compare/comparison.ts';
import { renderComparison, renderComparisonMarkdown } from '../../core/compare/render-comparison.ts';
import { addToStepSummary } from '../results/tell-github.ts';

/** Writes `compare.json` and `compare.md` to a folder, and says what they say; in a job of GitHub Actions, there as well. */
export function writeComparison(
  comparison: Comparison,
  folder: string,
  { env, enableColors, say }: { env: NodeJS.ProcessEnv; enableColors: boolean; say: (line: string) => void },
): void {
  const markdown = renderComparisonMarkdown(comparison);
  writeFileSync(join(folder, 'compare.json'), `${JSON.stringify(comparison, null, 2)}\n`);
  writeFileSync(join(folder, 'compare.md'), markdown);
  addToStepSummary(markdown, env, say);
  say('');
  say(renderComparison(comparison, { enableColors }));
  say(`poolproof: comparison in ${relative(process.cwd(), folder) || '.'}/ (compare.json, compare.md)`);
}
