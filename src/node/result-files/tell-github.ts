import { appendFileSync } from 'node:fs';
import { githubAnnotations } from '../../core/render/github-annotations.ts';
import { renderMarkdown } from '../../core/render/markdown-report.ts';
import type { Result } from '../../core/result/result.ts';

/** In a job of GitHub Actions: annotations for what went wrong, and the report in the summary of the step. */
export function tellGithub(
  result: Result,
  { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY }: NodeJS.ProcessEnv,
  say: (line: string) => void,
): void {
  if (GITHUB_ACTIONS === 'true') for (const line of githubAnnotations(result)) say(line);
  addToStepSummary(renderMarkdown(result), { GITHUB_STEP_SUMMARY }, say);
}

/** Adds Markdown to the summary of the step, if there is one. */
export function addToStepSummary(
  markdown: string,
  { GITHUB_STEP_SUMMARY }: NodeJS.ProcessEnv,
  say: (line: string) => void,
): void {
  if (!GITHUB_STEP_SUMMARY) return;
  try {
    appendFileSync(GITHUB_STEP_SUMMARY, `${markdown}\n`);
  } catch (error) {
    // The verdict stands, whoever may not read it there.
    say(`poolproof: cannot write to GITHUB_STEP_SUMMARY: ${error instanceof Error ? error.message : error}`);
  }
}
