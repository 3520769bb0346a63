import { readFileSync } from 'node:fs';

/** Comments on a pull request of GitHub, or notes on a merge request of GitLab, as their APIs have them. */
export interface ReviewPlace {
  readonly name: string;
  /** Lists comments, and takes new ones. */
  readonly listUrl: string;
  /** Changes the comment of an id. */
  readonly changeUrl: (id: number) => string;
  readonly changeMethod: 'PATCH' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  /** What a token has to be allowed, for the one who reads that it is not. */
  readonly permission: string;
}

/** Why there is nowhere to comment, in words that end a sentence. */
type NoPlace = { readonly missing: string };

const DEFAULT_GITHUB_API = 'https://api.github.com';

/** Where this job may comment, by the variables that GitHub Actions and GitLab CI set. */
export function reviewPlace(env: NodeJS.ProcessEnv): ReviewPlace | NoPlace {
  if (env.GITHUB_ACTIONS === 'true') return onGithub(env);
  if (env.GITLAB_CI === 'true') return onGitlab(env);
  return { missing: 'this is no job of GitHub Actions or GitLab CI. Run it in one' };
}

function onGithub({ GITHUB_API_URL, GITHUB_REPOSITORY = '', GITHUB_EVENT_PATH = '', GITHUB_TOKEN }: NodeJS.ProcessEnv) {
  const number = pullRequestOf(GITHUB_EVENT_PATH);
  if (number === undefined) return { missing: 'this job runs for no pull request. Run it on the event pull_request' };
  if (!GITHUB_TOKEN) return { missing: 'GITHUB_TOKEN is not set. Hand it to the step: env: GITHUB_TOKEN' };
  const repository = `${GITHUB_API_URL || DEFAULT_GITHUB_API}/repos/${GITHUB_REPOSITORY}`;
  return {
    name: `pull request ${number}`,
    listUrl: `${repository}/issues/${number}/comments`,
    changeUrl: (id: number) => `${repository}/issues/comments/${id}`,
    changeMethod: 'PATCH',
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'x-github-api-version': '2022-11-28',
    },
    permission:
      'Give the job "permissions: pull-requests: write"; a pull request from a fork never gets it on the event pull_request',
  } as const satisfies ReviewPlace;
}

function onGitlab(env: NodeJS.ProcessEnv) {
  const {
    CI_API_V4_URL = '',
    CI_MERGE_REQUEST_PROJECT_ID,
    CI_PROJECT_ID = '',
    CI_MERGE_REQUEST_IID,
    GITLAB_TOKEN,
  } = env;
  if (!CI_MERGE_REQUEST_IID)
    return { missing: 'this job runs for no merge request. Run it in a merge request pipeline' };
  if (!GITLAB_TOKEN)
    return {
      missing: 'GITLAB_TOKEN is not set. Set it to a project access token with scope api, as a masked variable',
    };
  const project = encodeURIComponent(CI_MERGE_REQUEST_PROJECT_ID || CI_PROJECT_ID);
  const listUrl = `${CI_API_V4_URL}/projects/${project}/merge_requests/${encodeURIComponent(CI_MERGE_REQUEST_IID)}/notes`;
  return {
    name: `merge request ${CI_MERGE_REQUEST_IID}`,
    listUrl,
    changeUrl: (id: number) => `${listUrl}/${id}`,
    changeMethod: 'PUT',
    headers: { 'private-token': GITLAB_TOKEN },
    permission: 'GITLAB_TOKEN needs the scope api and the role Reporter or higher in this project',
  } as const satisfies ReviewPlace;
}

function pullRequestOf(eventPath: string): number | undefined {
  try {
    const event = JSON.parse(readFileSync(eventPath, 'utf8')) as { pull_request?: { number?: unknown } };
    const number = event.pull_request?.number;
    return typeof number === 'number' ? number : undefined;
  } catch {
    return undefined;
  }
}
