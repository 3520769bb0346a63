import { expect, test } from 'vitest';
import { runEngine } from '../../../src/node/engines/run-engine.ts';
import { EMBEDDED_ENGINE } from '../../helpers/run-script.ts';

test('an option that Node.js refuses is named, and so is that Node.js', async () => {
  const engine = {
    name: 'embedded',
    version: '1.0.0',
    reason: '',
    file: process.execPath,
    args: ['--no-such-option=4', EMBEDDED_ENGINE],
  } as const;
  const lines: string[] = [];
  const { exitCode } = runEngine(engine, {
    script: 'script.js',
    flags: [],
    env: process.env,
    onLogLine: (line) => lines.push(line),
  });
  await expect(exitCode).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(
      `Node.js ${process.versions.node} (${process.execPath}) refuses the option --no-such-option=4.`,
    ),
    exitCode: 6,
  });
  expect(lines).toEqual([]);
});
