// What a run does where there is no room: files are limited as a quota would limit them.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { type CommandRun, ENGINES, runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

/** Runs the command where no file may have more than so many bytes. */
function runWithRoom(bytes: number, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandRun> {
  const script = `ulimit -f ${bytes / 512}; exec "$@"`;
  return runCommand('sh', ['-c', script, 'sh', process.execPath, ROOMY_COMMAND, ...args], env);
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('the verdict is told first, then what could not be written, and a healthy run ends with 5', async () => {
    const api = await serveFlagApi(healthyApi);
    const { exitCode, output, result, resultsDir } = await runWithRoom(8_192, ['run', 'smoke'], {
      BASE_URL: api.url,
      ENGINE,
    });
    expect(output).toMatch(/HEALTHY: all \d+ rules passed\n\n+poolproof: cannot write to "[^\n]*result\.json: EFBIG/);
    expect(output).not.toContain('    at ');
    expect(exitCode).toBe(5);
    expect(result).toBeUndefined();
    // Wholly or not at all.
    const kept = readdirSync(join(resultsDir, 'latest'));
    expect(kept.filter((name) => name.startsWith('.'))).toEqual([]);
    expect(kept).not.toContain('report.html');
  });

  test('an unhealthy run keeps its exit code', async () => {
    const api = await serveFlagApi((request, response) => {
      if (request.url?.includes('cohort')) answerJson(response, {}, 500);
      else healthyApi(request, response);
    });
    const { exitCode, output } = await runWithRoom(8_192, ['run', 'smoke'], { BASE_URL: api.url, ENGINE });
    expect(output).toContain('UNHEALTHY');
    expect(output).toContain('poolproof: cannot write to');
    expect(exitCode).toBe(99);
  });
});

test('RECOVER_CMD runs where no log can be written', async () => {
  const folder = temporaryFolder();
  const isBack = join(folder, 'back');
  const api = await serveFlagApi(healthyApi);
  const { output } = await runWithRoom(0, ['run', 'failover'], {
    BASE_URL: api.url,
    ENGINE: 'embedded',
    RATE: '10',
    DURATION: '1s',
    OUTAGE: '1s',
    RECOVERY: '1s',
    FAULT_CMD: 'true',
    RECOVER_CMD: `mkdir ${isBack}`,
  });
  expect(existsSync(isBack)).toBe(true);
  expect(output).toContain('brought back in');
});

test('a folder for temporary files that takes nothing is one line with exit code 5', async () => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runCommand(process.execPath, [ROOMY_COMMAND, 'run', 'smoke'], {
    BASE_URL: api.url,
    ENGINE: 'embedded',
    TMPDIR: '/proc',
  });
  expect(exitCode).toBe(5);
  expect(output.trim().split('\n').at(-1)).toMatch(/^Cannot write to "\/proc", the folder for temporary files: ENOENT/);
  expect(output).not.toContain('    at ');
});
