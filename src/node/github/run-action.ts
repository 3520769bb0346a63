import { copyFileSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { renderComparisonMarkdown } from '../../core/compare/render-comparison.ts';
import type { KeptRun } from '../../core/history/history.ts';
import { annotation } from '../../core/render/github-annotations.ts';
import { markdownText } from '../../core/render/markdown-text.ts';
import type { CommandCall } from '../command-call.ts';
import { comparisonOf } from '../compare/compare.ts';
import { readResult } from '../result-files/read-result.ts';
import { addToStepSummary } from '../result-files/tell-github.ts';
import { commentOn } from '../review/comment.ts';
import { runProfile } from '../run/run-profile.ts';
import { withLimitsFile } from '../settings/read-limits-file.ts';
import { UserError } from '../user-error.ts';
import { type ActionInputs, readActionInputs } from './action-inputs.ts';
import { writeActionOutputs } from './action-outputs.ts';

/**
 * What action.yml does: runs a profile, compares a pull request with its base, comments on it, and writes the outputs. The
 * exit code of the run is one of them: the steps that keep its results come before the one that ends the job.
 */
export async function runAction({ env, version, say, signal }: CommandCall): Promise<void> {
  const title = `poolproof ${env.INPUT_PROFILE}`;
  try {
    const inputs = readActionInputs(env);
    const runEnv = withLimitsFile({ ...env, ...inputs.variables });
    const resultsDir = runEnv.RESULTS_DIR ?? 'results';
    const before = latestOf(resultsDir);
    const exitCode = await runProfile({
      profile: inputs.profile,
      env: runEnv,
      givenVariables: Object.keys(inputs.variables),
      version,
      say,
      terminal: undefined,
      enableColors: false,
      signal,
    });
    const folder = latestOf(resultsDir);
    const run = folder === undefined || folder === before ? undefined : runIn(folder);
    writeActionOutputs({ 'exit-code': exitCode, ...(run && outputsOf(run, inputs, env)) }, env);
    if (run !== undefined) await review(run, inputs, { env, say });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    for (const line of error.message.split('\n')) say(annotation('error', title, line));
    writeActionOutputs({ 'exit-code': error.exitCode }, env);
  }
}

function latestOf(resultsDir: string): string | undefined {
  const latest = join(resultsDir, 'latest');
  return existsSync(latest) ? realpathSync(latest) : undefined;
}

/** A run that was stopped early has none. */
function runIn(folder: string): KeptRun | undefined {
  return existsSync(join(folder, 'result.json')) ? { folder, result: readResult(folder) } : undefined;
}

function outputsOf({ folder, result }: KeptRun, { baseFolder }: ActionInputs, env: NodeJS.ProcessEnv) {
  const { status } = result.verdict;
  const base = !isPullRequest(env) && status !== 'not-judged' && result.series !== null && baseFolder !== '';
  if (base) {
    mkdirSync(baseFolder, { recursive: true });
    copyFileSync(join(folder, 'result.json'), join(baseFolder, 'result.json'));
  }
  return { verdict: status, report: join(folder, 'report.html'), folder, base };
}

/** The run is over and has its verdict: what cannot be said of it to reviewers is a warning. */
async function review(
  run: KeptRun,
  { baseFolder, isCommenting }: ActionInputs,
  { env, say }: Pick<CommandCall, 'env' | 'say'>,
): Promise<void> {
  if (!isPullRequest(env)) return;
  const comparison = compareWithBase(baseFolder, run.folder);
  addToStepSummary(comparison, env, say);
  if (!isCommenting) return;
  try {
    await commentOn(run.result, comparison, env, say);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(annotation('warning', `poolproof ${run.result.profile}`, error.message));
  }
}

function compareWithBase(baseFolder: string, headFolder: string): string {
  if (!existsSync(join(baseFolder, 'result.json')))
    return 'Not compared with the base branch: no run of it has been kept yet.';
  try {
    return renderComparisonMarkdown(comparisonOf({ base: [baseFolder], head: [headFolder], isForced: false }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `Not compared with the base branch. ${markdownText(error.message)}.`;
  }
}

function isPullRequest({ GITHUB_EVENT_NAME = '' }: NodeJS.ProcessEnv): boolean {
  return GITHUB_EVENT_NAME.startsWith('pull_request');
}
