// A command of the user makes the API cold.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runCommand, runPoolproof, startPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';
import { SHORT } from '../helpers/short-profile.ts';

/** Starts a flag API that takes its time to listen; it leaves its pid, and a line for each request, in files. */
function restartCommand(folder: string, port: number): string {
  const file = join(folder, 'api.mjs');
  writeFileSync(
    file,
    `import { createServer } from 'node:http';
import { appendFileSync, writeFileSync } from 'node:fs';
writeFileSync('${folder}/pid', String(process.pid));
const server = createServer((request, response) => {
  appendFileSync('${folder}/requests', request.url + '\\n');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ flags: [{ key: 'a' }] }));
});
setTimeout(() => server.listen(${port}, '127.0.0.1'), 500);
`,
  );
  return `node ${file} > /dev/null 2>&1 & echo restarted`;
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('the load begins when the API listens again, and its first request is the first of all', async () => {
    const folder = temporaryFolder();
    const port = await getPort({ host: '127.0.0.1' });
    onTestFinished(() => {
      if (existsSync(join(folder, 'pid'))) process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')));
    });
    const env = {
      ...SHORT,
      ENGINE,
      BASE_URL: `http://127.0.0.1:${port}`,
      COLD_CMD: restartCommand(folder, port),
    };
    const { exitCode, result, resultsDir } = await runPoolproof(env, 'cold-start');
    expect(result?.verdict.sentence).toMatch(/^all \d+ rules passed$/);
    expect(exitCode).toBe(0);
    const requests = readFileSync(join(folder, 'requests'), 'utf8').trim().split('\n');
    expect(requests).toHaveLength(result?.requests.requests ?? 0);
    expect(readFileSync(join(resultsDir, 'latest', 'cold.log'), 'utf8')).toBe('$ COLD_CMD\nrestarted\n');
  });
});

test.each([
  ['echo no such service >&2; exit 3', 'COLD_CMD ended with 3: no such service'],
  ['kill -KILL $$', 'COLD_CMD ended with 137: '],
])('%s ends the run in one line, and nothing is sent', async (COLD_CMD, problem) => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof({ ...SHORT, BASE_URL: api.url, COLD_CMD }, 'cold-start');
  expect(exitCode).toBe(4);
  expect(output.trim().split('\n').at(-1)).toContain(`Cannot make the API cold: ${problem}`);
  expect(api.requestCount()).toBe(0);
});

test('make hands on what was typed, as it was typed', async () => {
  const typed = ['BASE_URL=http://127.0.0.1:9', 'COLD_CMD=echo $(echo as typed) $$; exit 7', 'NO_COLOR=1'];
  const { output } = await runCommand('make', ['cold-start', ...typed], { ENGINE: 'embedded' });
  expect(output).toMatch(/Cannot make the API cold: COLD_CMD ended with 7: as typed \d+/);
});

test('without BASE_URL it is refused, and by other profiles it is not run', async () => {
  const COLD_CMD = `touch ${join(temporaryFolder(), 'run')}`;
  const refused = await runPoolproof({ ...SHORT, COLD_CMD }, 'cold-start');
  expect(refused.exitCode).toBe(104);
  expect(refused.output).toContain('Cannot run cold-start: COLD_CMD is set and BASE_URL is not');
  const api = await serveFlagApi(healthyApi);
  await runPoolproof({ ...SHORT, BASE_URL: api.url, COLD_CMD }, 'smoke');
  expect(existsSync(COLD_CMD.slice('touch '.length))).toBe(false);
});

test('Ctrl-C ends the command as well, and nothing is sent', async () => {
  const isRunning = join(temporaryFolder(), 'running');
  const api = await serveFlagApi(healthyApi);
  const env = { ...SHORT, BASE_URL: api.url, COLD_CMD: `touch ${isRunning}; sleep 60` };
  const run = startPoolproof(env, 'cold-start');
  await vi.waitFor(() => expect(existsSync(isRunning)).toBe(true), { timeout: 30_000, interval: 50 });
  run.child.kill('SIGINT');
  expect((await run.done).exitCode).toBe(105);
  expect(api.requestCount()).toBe(0);
});
