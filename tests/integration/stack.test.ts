import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { describe, expect, test, vi } from 'vitest';
import { canSeeProcesses, descendantsOf, untilGone } from '../helpers/processes.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { runCommand, startCommand, startPoolproof } from '../helpers/run-poolproof.ts';

/** Starts the stack in a terminal group of its own and waits for what it tells: its variables and where its logs are. */
async function startStackAlone(command: readonly string[]) {
  const run = startCommand('setsid', command, { PORT: '45501' });
  await vi.waitFor(() => expect(run.output()).toContain('k6 run '), { timeout: 30_000, interval: 20 });
  const told = run.output();
  const line = /^ {2}(?:make load )?(BASE_URL=.*?)(?: npx poolproof run load)?$/m.exec(told)?.[1] ?? '';
  const variables = Object.fromEntries(line.split(' ').map((variable) => variable.split('='))) as NodeJS.ProcessEnv;
  return { run, told, variables, logs: /logs in (\S+)/.exec(told)?.[1] ?? '' };
}

describe.skipIf(!canSeeProcesses)('the local stack alone', () => {
  test.each([
    ['the command', [process.execPath, ROOMY_COMMAND, 'stack']],
    ['make', ['make', 'stack']],
  ])('is loaded with what %s tells, and leaves nothing after Ctrl-C', async (_by, command) => {
    const { run, told, variables, logs } = await startStackAlone(command);
    const started = descendantsOf(run.child.pid ?? 0);
    expect(started.length).toBeGreaterThanOrEqual(3);
    const { baseUrl, redisUrl } = { baseUrl: variables.BASE_URL ?? '', redisUrl: variables.REDIS_URL ?? '' };
    expect(told).toContain(`API at ${baseUrl}, Redis at ${redisUrl}`);
    expect(told).toMatch(new RegExp(`k6 run \\S*dist/k6/load\\.js -e BASE_URL=${baseUrl} -e REDIS_URL=${redisUrl} `));
    const loaded = await startPoolproof({ ...variables, ENGINE: 'embedded' }, 'smoke').done;
    expect(loaded.output).toContain('HEALTHY');
    expect(loaded.result).toMatchObject({ localStack: false, target: { baseUrl } });

    process.kill(-(run.child.pid ?? 0), 'SIGINT');
    const { exitCode, output } = await run.done;
    expect(output).not.toContain('    at ');
    if (command[0] !== 'make') expect(exitCode).toBe(0);
    await untilGone(started);
    expect(existsSync(logs)).toBe(false);
  });

  test('ends with 4 and says so when its Redis goes away', async () => {
    const { run, variables, logs } = await startStackAlone([process.execPath, ROOMY_COMMAND, 'stack']);
    const started = descendantsOf(run.child.pid ?? 0);
    const redis = new Redis(variables.REDIS_URL ?? '', { retryStrategy: () => null });
    await redis.shutdown('NOSAVE').catch(() => {});
    redis.disconnect();
    const { exitCode, output } = await run.done;
    expect(output).toContain('The local stack has ended: redis ended by itself; its last line: ');
    expect(exitCode).toBe(4);
    await untilGone(started);
    expect(existsSync(logs)).toBe(false);
  });

  test('is not started beside an API of yours', async () => {
    const { exitCode, output } = await runCommand(process.execPath, [ROOMY_COMMAND, 'stack'], {
      BASE_URL: 'http://127.0.0.1:9',
    });
    expect(output).toMatch(/^Cannot start the local stack: BASE_URL="http:\/\/127\.0\.0\.1:9" .+; unset it\n$/);
    expect(exitCode).toBe(104);
  });
});
