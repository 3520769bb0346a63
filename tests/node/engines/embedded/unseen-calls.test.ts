import { expect, test } from 'vitest';
import { runScript } from '../../../helpers/run-script.ts';

test.each(['setup', 'teardown', 'default'])(
  'a blocking call that the analysis of the script could not see ends the run, in %s',
  async (name) => {
    const body = '() { return new Proxy({}, new Handler()).a === undefined; }';
    const source = [
      "import http from 'k6/http';",
      "class Handler { get() { http.get('http://127.0.0.1:9/'); } }",
      `export ${name === 'default' ? 'default function' : `function ${name}`} ${body}`,
      name === 'default' ? '' : 'export default function () {}',
    ].join('\n');
    const { exitCode, stderr } = await runScript(source);
    expect(stderr).toContain('1 blocking call(s) did not wait');
    expect(exitCode).toBe(107);
  },
);
