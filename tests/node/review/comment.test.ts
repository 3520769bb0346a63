import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/core/render/markdown-report.ts';
import { comment } from '../../../src/node/review/comment.ts';
import { closedPort, serveHttp } from '../../helpers/local-server.ts';
import { serveReviewApi } from '../../helpers/review-api.ts';
import { temporaryFolder } from '../../helpers/run-poolproof.ts';
import { sampleResult } from '../../helpers/sample-result.ts';

const RESULT = sampleResult();
const LIST = '/repos/team/api/issues/7/comments';
const COMMENTS = '/repos/team/api/issues/comments';

function jobOn(url: string, changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'result.json'), JSON.stringify(RESULT));
  writeFileSync(join(folder, 'event.json'), JSON.stringify({ pull_request: { number: 7 } }));
  return {
    RESULT: folder,
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: 'team/api',
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_TOKEN: 'ghs_secret',
    ...changes,
  };
}

async function commentWith(env: NodeJS.ProcessEnv): Promise<string> {
  const lines: string[] = [];
  await comment({ env, givenVariables: [], say: (line) => lines.push(line) });
  return lines.join('\n');
}

/** The one line that the command ends with, and its exit code. */
async function refusalOf(env: NodeJS.ProcessEnv): Promise<readonly [string, number]> {
  const error = await commentWith(env).then(
    () => undefined,
    (reason: Error & { exitCode: number }) => reason,
  );
  expect(error?.message).not.toMatch(/\n|ghs_secret/);
  return [error?.message ?? '', error?.exitCode ?? 0];
}

test('comment() adds one comment for a profile, and replaces it the next time', async () => {
  const api = await serveReviewApi(LIST, COMMENTS, [{ id: 1, body: 'Nice work!' }]);
  expect(await commentWith(jobOn(api.url))).toBe('poolproof: comment added on pull request 7');
  expect(await commentWith(jobOn(api.url))).toBe('poolproof: comment replaced on pull request 7');
  expect(api.comments.map(({ body }) => body)).toEqual([
    'Nice work!',
    `<!-- poolproof: load -->\n\n${renderMarkdown(RESULT)}`,
  ]);
  expect(new Set(api.requests.map(({ token }) => token))).toEqual(new Set(['Bearer ghs_secret']));
});

test('comment() leaves the comments of other profiles, and finds its own on a later page', async () => {
  const others = Array.from({ length: 150 }, (_, index) => ({ id: index + 1, body: `no ${index}` }));
  const api = await serveReviewApi(LIST, COMMENTS, [
    { id: 1, body: '<!-- poolproof: smoke -->' },
    ...others.slice(1, 149),
    { id: 150, body: '<!-- poolproof: load -->' },
  ]);
  await commentWith(jobOn(api.url));
  expect(api.comments).toHaveLength(150);
  expect(api.comments[0]?.body).toBe('<!-- poolproof: smoke -->');
  expect(api.comments[149]?.body).toContain(RESULT.verdict.sentence);
});

test('comment() writes a note on a merge request of GitLab, with what changed against base', async () => {
  const notes = '/api/v4/projects/42/merge_requests/3/notes';
  const api = await serveReviewApi(notes, notes);
  const comparison = temporaryFolder();
  mkdirSync(comparison, { recursive: true });
  writeFileSync(join(comparison, 'compare.md'), '### poolproof: no difference shown\n');
  const env = {
    ...jobOn(api.url),
    GITHUB_ACTIONS: '',
    GITLAB_CI: 'true',
    CI_API_V4_URL: `${api.url}/api/v4`,
    CI_MERGE_REQUEST_PROJECT_ID: '42',
    CI_MERGE_REQUEST_IID: '3',
    GITLAB_TOKEN: 'glpat',
    COMPARISON: comparison,
  };
  expect(await commentWith(env)).toBe('poolproof: comment added on merge request 3');
  expect(await commentWith(env)).toBe('poolproof: comment replaced on merge request 3');
  expect(api.comments).toEqual([{ id: 1, body: expect.stringMatching(/\n\n### poolproof: no difference shown\n$/) }]);
  expect(api.requests.map(({ token }) => token)).toEqual(['glpat', 'glpat', 'glpat', 'glpat']);
});

test.each([
  [{ GITHUB_TOKEN: '' }, /^Cannot comment: GITHUB_TOKEN is not set\./],
  [{ GITHUB_EVENT_PATH: '/nonexistent' }, /^Cannot comment: this job runs for no pull request\. /],
  [{ GITHUB_ACTIONS: '' }, /^Cannot comment: this is no job of GitHub Actions or GitLab CI\. /],
  [{ GITHUB_ACTIONS: '', GITLAB_CI: 'true' }, /^Cannot comment: this job runs for no merge request\. /],
  [{ GITHUB_ACTIONS: '', GITLAB_CI: 'true', CI_MERGE_REQUEST_IID: '3' }, /^Cannot comment: GITLAB_TOKEN is not set\. /],
  [{ RESULT: '/nonexistent' }, /^Cannot read result /],
  [{ COMPARISON: '/nonexistent' }, /^COMPARISON="\/nonexistent" is not allowed: no compare\.md can be read there/],
])('comment() sends nothing and ends with 104 with %j', async (changes, line) => {
  const api = await serveReviewApi(LIST, COMMENTS);
  expect(await refusalOf(jobOn(api.url, changes))).toEqual([expect.stringMatching(line), 104]);
  expect(api.requests).toEqual([]);
});

test('comment() says in one line what a token lacks, that nobody answered, and follows no redirect', async () => {
  const forbidding = await serveHttp((_request, response) =>
    response.writeHead(403).end('{"message":\n"Resource not accessible by integration"}'),
  );
  expect(await refusalOf(jobOn(forbidding))).toEqual([
    expect.stringMatching(
      /^Cannot comment on pull request 7: 127\.0\.0\.1:\d+ answered 403 .*not accessible by integration.*Give the job "permissions: pull-requests: write"/,
    ),
    5,
  ]);
  expect(await refusalOf(jobOn(`http://127.0.0.1:${await closedPort()}`))).toEqual([
    expect.stringMatching(/^Cannot comment on pull request 7: 127\.0\.0\.1:\d+ did not answer: connect ECONNREFUSED/),
    5,
  ]);
  const elsewhere = await serveReviewApi(LIST, COMMENTS);
  const redirecting = await serveHttp((request, response) =>
    response.writeHead(307, { location: `${elsewhere.url}${request.url}` }).end(),
  );
  expect((await refusalOf(jobOn(redirecting)))[1]).toBe(5);
  expect(elsewhere.requests).toEqual([]);
});
