import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { denyAsAws, serveAwsProxy } from '../helpers/aws/aws-proxy.ts';
import { type LambdaFunction, makeFunction } from '../helpers/aws/lambda-function.ts';
import { MOTO_SKIP_REASON, type Moto, startMoto } from '../helpers/aws/moto.ts';
import { findNode } from '../helpers/nodes.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { runCommand, type StartedCommand, startCommand } from '../helpers/run-poolproof.ts';

const STREAM = '2026/11/28/[$LATEST]0a1b2c3d';

function startTail(env: NodeJS.ProcessEnv, node = process.execPath): StartedCommand {
  return startCommand(node, [ROOMY_COMMAND, 'tail'], env);
}

async function untilShown({ output }: StartedCommand, text: string): Promise<void> {
  await vi.waitFor(() => expect(output()).toContain(text), { timeout: 30_000, interval: 50 });
}

async function write(lambda: LambdaFunction, ...messages: readonly string[]): Promise<void> {
  await lambda.write(
    STREAM,
    messages.map((message) => ({ timestamp: Date.now(), message })),
  );
}

test('tail says what it needs, and refuses what it does not know', async () => {
  const tail = (env: NodeJS.ProcessEnv) => runCommand(process.execPath, [ROOMY_COMMAND, 'tail'], env);
  const without = await tail({});
  expect(without.output).toMatch(/^LAMBDA_FUNCTION is not set: give the function whose log is to be followed/);
  expect(without.exitCode).toBe(104);
});

describe.skipIf(MOTO_SKIP_REASON !== '')('on moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  test('tail shows lines as they are written, each once, with its kind, until Ctrl-C', async () => {
    const lambda = await makeFunction(moto);
    await write(lambda, 'Redis connected');
    const tail = startTail({ ...moto.env, LAMBDA_FUNCTION: lambda.name });
    await untilShown(tail, 'Redis connected');
    await write(
      lambda,
      'Redis cache hit token=s3cret',
      'REPORT RequestId: 1\tDuration: 5.00 ms\tInit Duration: 300.00 ms\t',
    );
    await untilShown(tail, 'Init Duration');
    tail.child.kill('SIGINT');
    const { exitCode, output } = await tail.done;
    expect(exitCode).toBe(0);
    const [first, ...lines] = output.trim().split('\n');
    expect(first).toBe(`poolproof: following ${lambda.logGroup} in eu-central-1; Ctrl-C ends it`);
    expect(lines.map((line) => line.replace(/^\S+ /, '').replace(/ +/g, ' '))).toEqual([
      '0a1b2c connected Redis connected',
      '0a1b2c cache-hit Redis cache hit token=***',
      '0a1b2c cold-start REPORT RequestId: 1 Duration: 5.00 ms Init Duration: 300.00 ms',
    ]);
  });

  for (const major of [20, 22, 24, 26]) {
    const node = findNode(major);
    if ('missing' in node) process.stdout.write(`Skipping the test of AWS on Node.js ${major}: ${node.missing}\n`);
    test.skipIf('missing' in node)(`Node.js ${major} reads the log without a warning`, async () => {
      const lambda = await makeFunction(moto);
      await write(lambda, 'Redis connected');
      const tail = startTail({ ...moto.env, LAMBDA_FUNCTION: lambda.name }, 'file' in node ? node.file : '');
      await untilShown(tail, 'Redis connected');
      tail.child.kill('SIGINT');
      const { output, exitCode } = await tail.done;
      expect(output).not.toMatch(/warning/i);
      expect(exitCode).toBe(0);
    });
  }

  test('FILTER leaves only lines that have its text', async () => {
    const lambda = await makeFunction(moto);
    await write(lambda, 'GET /flags 200', 'redis connected');
    const tail = startTail({ ...moto.env, LAMBDA_FUNCTION: lambda.name, FILTER: 'Redis' });
    await untilShown(tail, 'redis connected');
    tail.child.kill('SIGTERM');
    const { output } = await tail.done;
    expect(output).not.toContain('GET /flags');
  });

  test('a look that fails is told once, and the next shows what was missed', async () => {
    const lambda = await makeFunction(moto);
    const { env } = await serveAwsProxy(
      moto,
      ({ action, index }, response) =>
        action === 'logs:FilterLogEvents' && index > 0 && index < 3 && denyAsAws(response, action),
    );
    await write(lambda, 'Redis connected');
    const tail = startTail({ ...env, LAMBDA_FUNCTION: lambda.name });
    await untilShown(tail, 'Redis connected');
    tail.child.kill('SIGINT');
    const { output, exitCode } = await tail.done;
    expect(output.match(/the permission logs:FilterLogEvents is missing for \S+; .*; trying on/g)).toHaveLength(1);
    expect(exitCode).toBe(0);
  });
});
