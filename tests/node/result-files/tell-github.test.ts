import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tellGithub } from '../../../src/node/result-files/tell-github.ts';
import { temporaryFolder } from '../../helpers/run-poolproof.ts';
import { soundResult, soundRule } from '../../helpers/sound-result.ts';

const FAILED = soundResult({ rules: [soundRule({ status: 'fail' })] });

function saidWith(env: NodeJS.ProcessEnv): string[] {
  const lines: string[] = [];
  tellGithub(FAILED, env, (line) => lines.push(line));
  return lines;
}

test('outside of GitHub nothing is said', () => {
  expect(saidWith({})).toEqual([]);
  expect(saidWith({ GITHUB_ACTIONS: 'false', GITHUB_STEP_SUMMARY: '' })).toEqual([]);
});

test('within a job rules that failed are annotated', () => {
  expect(saidWith({ GITHUB_ACTIONS: 'true' })).toEqual([expect.stringMatching(/^::error title=/)]);
});

test('the summary of the step gets the report behind what is there', () => {
  const file = join(temporaryFolder(), 'summary.md');
  writeFileSync(file, 'before\n');
  expect(saidWith({ GITHUB_STEP_SUMMARY: file })).toEqual([]);
  expect(readFileSync(file, 'utf8')).toMatch(/^before\n## ✅ poolproof load/);
});

test('a summary that cannot be written is one line of warning', () => {
  expect(saidWith({ GITHUB_STEP_SUMMARY: temporaryFolder() })).toEqual([
    expect.stringMatching(/^poolproof: cannot write to GITHUB_STEP_SUMMARY: EISDIR[^\n]+$/),
  ]);
});
