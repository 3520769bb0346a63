import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { serveReviewApi } from '../helpers/review-api.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

interface Job {
  readonly script: readonly string[];
  readonly after_script: readonly string[];
  readonly artifacts: { readonly paths: readonly string[]; readonly reports: { readonly junit: string } };
}

/** The job of the template with its inputs filled in, as GitLab does it. */
function jobWith(inputs: Readonly<Record<string, string>>): Job {
  const template = readFileSync('templates/poolproof.yml', 'utf8');
  const filled = template.replaceAll(/\$\[\[ inputs\.(\w+) \]\]/g, (_, name) => inputs[name] ?? `no input ${name}`);
  const [, jobs] = parseAllDocuments(filled).map((document) => document.toJS() as Record<string, Job>);
  const job = jobs?.[`poolproof-${inputs.profile}`];
  if (job === undefined) throw new Error('The template has no job');
  return job;
}

test('the job of GitLab runs the profile, keeps JUnit where it says, and writes a note on the merge request', async () => {
  const folder = temporaryFolder();
  const notes = '/projects/42/merge_requests/3/notes';
  const gitlab = await serveReviewApi(notes, notes);
  const { url } = await serveFlagApi(healthyApi);
  const job = jobWith({ poolproof: 'POOLPROOF', profile: 'load', stage: 'test', image: 'node:24' });
  const inFolder = (lines: readonly string[]) =>
    lines.join('\n').replaceAll('npx --yes POOLPROOF', `'${process.execPath}' '${resolve(ROOMY_COMMAND)}'`);
  const env = {
    BASE_URL: url,
    RATE: '20',
    DURATION: '2s',
    RESULTS_DIR: 'results',
    GITLAB_CI: 'true',
    CI_API_V4_URL: gitlab.url,
    CI_PROJECT_ID: '42',
    CI_MERGE_REQUEST_IID: '3',
    CI_COMMIT_SHA: 'c'.repeat(40),
    CI_COMMIT_REF_NAME: 'faster',
    GITLAB_TOKEN: 'glpat-secret',
  };
  const run = (lines: readonly string[], different = {}) =>
    runCommand('sh', ['-c', `cd '${folder}' && ${inFolder(lines)}`], { ...env, ...different });

  const load = await run(job.script);
  expect(load.output).toMatch(/\bHEALTHY/);
  expect(load.exitCode).toBe(0);
  const latest = join(folder, job.artifacts.paths[0] ?? '', 'latest');
  const { source } = JSON.parse(readFileSync(join(latest, 'result.json'), 'utf8'));
  expect(source).toEqual({ commit: 'c'.repeat(40), branch: 'faster' });
  // GitLab reads the reports that match the pattern.
  const [, runs = '', file = ''] = /^results\/(.+)-\*\/(.+)$/.exec(job.artifacts.reports.junit) ?? [];
  expect(existsSync(join(latest, file))).toBe(true);
  expect(load.output).toMatch(new RegExp(`results/${runs}-[\\w-]+/report\\.html`));

  const noToken = await run(job.after_script, { GITLAB_TOKEN: '' });
  expect([noToken.output, gitlab.requests]).toEqual(['', []]);
  const note = await run(job.after_script);
  expect(note.output).toBe('poolproof: comment added on merge request 3\n');
  expect(gitlab.comments[0]?.body).toMatch(/^<!-- poolproof: load -->/);
});
