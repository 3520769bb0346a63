import { describe, expect, test } from 'vitest';
import { findNode } from '../helpers/nodes.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { runCommand } from '../helpers/run-poolproof.ts';
import { EMBEDDED_ENGINE } from '../helpers/run-script.ts';

/** A test for each major version; those that cannot be had are skipped, and it is said why. */
function onNode(majors: readonly number[], name: string, run: (file: string) => Promise<void>): void {
  for (const major of majors) {
    const node = findNode(major);
    if ('missing' in node) process.stdout.write(`Skipping the tests on Node.js ${major}: ${node.missing}\n`);
    test.skipIf('missing' in node)(`Node.js ${major} ${name}`, () => run('file' in node ? node.file : ''));
  }
}

describe('the command as it was built', () => {
  onNode([20, 22, 24, 26], 'runs a load on the embedded engine', async (node) => {
    const env = { ENGINE: 'embedded', PORT: '45301', RATE: '20', DURATION: '3s' };
    const { exitCode, output, result } = await runCommand(node, [ROOMY_COMMAND, 'run', 'load'], env);
    expect(result?.verdict.status, output).toBe('healthy');
    expect(output).not.toMatch(/bad option|unrecognized flag|Warning/);
    expect(result?.engine.name).toBe('embedded');
    expect(exitCode).toBe(0);
  });

  for (const file of [ROOMY_COMMAND, EMBEDDED_ENGINE]) {
    onNode([18], `is refused in one line by ${file}`, async (node) => {
      const { exitCode, output } = await runCommand(node, [file, 'run', 'smoke'], {});
      expect(output).toMatch(/^poolproof needs Node\.js 20\.19 or newer, and \S+ is 18\.\d+\.\d+: .+\n$/);
      expect(exitCode).toBe(6);
    });
  }
});
