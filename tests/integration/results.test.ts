import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { runCommand, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

const COMMAND = 'dist/node/poolproof.js';

function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

test('a run in a job of GitHub leaves reports that can be made again, annotations and a summary', async () => {
  let answered = 0;
  const api = await serveFlagApi((request, response) => {
    answered += 1;
    if (answered > 20 && answered % 5 === 0) answerJson(response, {}, 503);
    else healthyApi(request, response);
  });
  const summary = join(temporaryFolder(), 'summary.md');
  const { exitCode, output, resultsDir } = await runPoolproof({
    ENGINE: 'embedded',
    BASE_URL: api.url,
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
  });
  expect(exitCode).toBe(99);
  expect(output).toMatch(/^::error title=poolproof load%3A failed-requests::share of failed requests: measured/m);
  expect(output).toMatch(/^poolproof: running \d+s of 2s/m);
  const folder = join(resultsDir, 'latest');
  const files = filesIn(folder);
  expect(readFileSync(summary, 'utf8')).toBe(`${files['report.md']}\n`);
  expect(files['junit.xml']).toContain('<failure type="limit"');
  expect(Object.keys(files)).not.toContain('bundle-output.json');

  const again = await runCommand('make', ['report', `RESULT=${folder}`], {});
  expect(again.exitCode).toBe(0);
  const page = again.output.slice(0, again.output.indexOf('poolproof: results in'));
  expect(page).toContain('UNHEALTHY');
  expect(output).toContain(page.trim());
  expect(filesIn(folder)).toEqual(files);
});

test('a result that is not there is refused in one line', async () => {
  const { exitCode, output } = await runCommand(process.execPath, [COMMAND, 'report', 'no/such/run'], {});
  expect(exitCode).toBe(104);
  expect(output).toBe(
    'Cannot read result "no/such/run": there is no such file. Give the result.json or the folder of a run\n',
  );
});
