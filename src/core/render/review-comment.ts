import type { Result } from '../result/result.ts';
import { renderMarkdown } from './markdown-report.ts';

/** By this line a comment is found again, to be replaced by that of the next run. It is not shown. */
export function commentMarker(profile: string): string {
  return `<!-- poolproof: ${profile.replaceAll(/[^\w-]/g, '-')} -->`;
}

/**
 * What a reviewer reads: the report of a run, and what changed against base where that was compared.
 *
 * @param comparison Markdown; empty for none
 */
export function renderReviewComment(result: Result, comparison = ''): string {
  const parts = [commentMarker(result.profile), renderMarkdown(result).trimEnd(), comparison.trimEnd()];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
