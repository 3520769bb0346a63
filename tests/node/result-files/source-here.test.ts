import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceHere } from '../../../src/node/result-files/source-here.ts';

const MERGE = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolproof-source-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('sourceHere() takes the head of a pull request on GitHub, and not the merge that is checked out', () => {
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify({ pull_request: { head: { sha: HEAD } } }));
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_SHA: MERGE,
    GITHUB_REF_NAME: '7/merge',
    GITHUB_HEAD_REF: 'faster',
    GITHUB_EVENT_PATH: event,
  };
  expect(sourceHere(env)).toEqual({ commit: HEAD, branch: 'faster' });
});

test('sourceHere() takes the commit of a push on GitHub, whose event tells of no pull request', () => {
  const event = join(folder, 'push.json');
  writeFileSync(event, JSON.stringify({ ref: 'refs/heads/main' }));
  const env = { GITHUB_ACTIONS: 'true', GITHUB_SHA: MERGE, GITHUB_REF_NAME: 'main', GITHUB_EVENT_PATH: event };
  expect(sourceHere(env)).toEqual({ commit: MERGE, branch: 'main' });
});

test('sourceHere() takes the commit that GitLab tells, and nothing that is no hash', () => {
  expect(sourceHere({ GITLAB_CI: 'true', CI_COMMIT_SHA: HEAD, CI_COMMIT_REF_NAME: 'main' })).toEqual({
    commit: HEAD,
    branch: 'main',
  });
  expect(sourceHere({ GITLAB_CI: 'true', CI_COMMIT_SHA: '<b>' })).toBeUndefined();
});
