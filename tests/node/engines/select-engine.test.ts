import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand, temporaryFolder } from '../../helpers/run-poolproof.ts';

/** A folder for PATH with a k6 that tells these versions and loads no script. */
function k6Telling(output: string): string {
  const bin = join(temporaryFolder(), 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'k6'), `#!/bin/sh\n[ "$1" = version ] || exit 1\ncat <<'END'\n${output}\nEND\n`);
  chmodSync(join(bin, 'k6'), 0o755);
  return bin;
}

describe('a k6 that does not load the script is refused for the reason that it has', () => {
  test.each([
    ['k6 v1.7.1 (go1.25.3, linux/amd64)', 'the k6 on PATH is v1.7.1, older than v2'],
    ['k6 v0.57.0 (commit/50afd82c18, go1.23.6, linux/amd64)', 'the k6 on PATH is v0.57.0, older than v2'],
    ['k6 v2.2.0 (go1.26.8, linux/amd64)', 'the k6 v2.2.0 on PATH lacks k6/x/redis and could not fetch it'],
    [
      'k6 v(devel) (go1.26.8, linux/amd64)\nExtensions:\n  github.com/grafana/xk6-redis (devel), k6/x/redis [js]',
      'the k6 v(devel) on PATH has k6/x/redis (devel), which cannot be compared with what the first line of the script needs, k6/x/redis >= 0.4.0; K6_AUTO_EXTENSION_RESOLUTION=false takes it as it is',
    ],
    [
      'k6 v(devel) (go1.26.8, linux/amd64)\nExtensions:\n  github.com/grafana/xk6-redis v0.4.3, k6/x/redis [js]',
      'the k6 v(devel) on PATH has k6/x/redis 0.4.3, which cannot be compared',
    ],
    [
      'k6 v2.2.0 (go1.26.8, linux/amd64)\nExtensions:\n  github.com/grafana/xk6-redis v0.3.1, k6/x/redis [js]',
      'the k6 v2.2.0 on PATH has k6/x/redis 0.3.1 and did not load the script, which needs k6/x/redis >= 0.4.0',
    ],
    [
      'k6 v(devel) (go1.26.8, linux/amd64)\nExtensions:\n  example.org/xk6-other v1.0.0, k6/x/other [js]',
      'the k6 v(devel) on PATH lacks k6/x/redis and could not fetch it',
    ],
    ['k6', 'the k6 on PATH, which reports no version, lacks k6/x/redis and could not fetch it'],
  ])('%j', async (versions, reason) => {
    const PATH = `${k6Telling(versions)}:${process.env.PATH}`;
    const { exitCode, output } = await runCommand(process.execPath, ['dist/node/poolproof.js', 'run', 'load'], {
      PATH,
      ENGINE: 'k6',
      BASE_URL: 'http://127.0.0.1:9',
    });
    expect(output).toContain(`Cannot run on k6: ${reason}`);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(104);
  });
});
