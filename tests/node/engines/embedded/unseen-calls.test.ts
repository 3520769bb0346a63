import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
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

test.each([
  ['a method of responses that the engine leaves out', "response['ht' + 'ml']()"],
  ['a selector of json() that it leaves out', "response.json('a.#(b>1).c')"],
])('%s ends the run, even when the script catches the error', async (_what, call) => {
  const source = `import http from 'k6/http';
export default function () {
  const response = http.get(\`http://127.0.0.1:\${__ENV.PORT}/\`);
  try { ${call}; } catch (error) { console.log('caught'); }
}`;
  const server = createServer((_request, answer) => answer.end('{"a":[]}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const env = { PORT: String((server.address() as AddressInfo).port) };
  const { exitCode, stderr } = await runScript(source, { env });
  expect(stderr).toContain('caught');
  expect(stderr).toMatch(/Cannot trust this run: .+ is not in the embedded engine: install k6/);
  expect(exitCode).toBe(107);
});
