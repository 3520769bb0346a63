import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Source } from '../../core/result/source.ts';

const GIT_TIMEOUT_MS = 2_000;
const COMMIT = /^[0-9a-f]{7,64}$/;

/**
 * The commit of a run: what GitHub Actions or GitLab CI say, otherwise that of the folder in which the command was called;
 * undefined when that is in no repository, or git is missing.
 */
export function sourceHere(env: NodeJS.ProcessEnv): Source | undefined {
  return sourceOf(...(ofGithub(env) ?? ofGitlab(env) ?? ofFolder()));
}

type Said = readonly [commit: string | undefined, branch: string | undefined];

function sourceOf(commit = '', branch = ''): Source | undefined {
  if (!COMMIT.test(commit)) return undefined;
  return branch === '' || branch === 'HEAD' ? { commit } : { commit, branch };
}

/** A pull request is checked out as a merge that exists nowhere else: what people know is its head. */
function ofGithub({ GITHUB_ACTIONS, GITHUB_SHA, GITHUB_HEAD_REF, GITHUB_REF_NAME, ...env }: NodeJS.ProcessEnv) {
  if (GITHUB_ACTIONS !== 'true') return undefined;
  return [headOfPullRequest(env) ?? GITHUB_SHA, GITHUB_HEAD_REF || GITHUB_REF_NAME] as const satisfies Said;
}

function headOfPullRequest({ GITHUB_EVENT_PATH }: NodeJS.ProcessEnv): string | undefined {
  try {
    const event = JSON.parse(readFileSync(GITHUB_EVENT_PATH ?? '', 'utf8')) as {
      pull_request?: { head?: { sha?: string } };
    };
    return event.pull_request?.head?.sha;
  } catch {
    return undefined;
  }
}

function ofGitlab({ GITLAB_CI, CI_COMMIT_SHA, CI_COMMIT_REF_NAME }: NodeJS.ProcessEnv): Said | undefined {
  return GITLAB_CI === 'true' ? [CI_COMMIT_SHA, CI_COMMIT_REF_NAME] : undefined;
}

function ofFolder(): Said {
  try {
    const [commit, branch] = execFileSync('git', ['rev-parse', 'HEAD', '--abbrev-ref', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: GIT_TIMEOUT_MS,
    }).split('\n');
    return [commit, branch];
  } catch {
    return [undefined, undefined];
  }
}
