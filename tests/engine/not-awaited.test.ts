import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScript } from '../helpers/run-script.ts';

const server = createServer((_request, answer) => answer.end('{"a":[]}'));
let env: Record<string, string>;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  env = { URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
});
afterAll(() => void server.close());

const IMPORTS = "import http from 'k6/http'; import { check, group, sleep } from 'k6'; const URL = __ENV.URL;\n";

describe.concurrent('what is not awaited ends the run', () => {
  test.each([
    ['in the default function', 'export default function () {\n  http.get(URL);\n}', 'http.get', 3],
    [
      'in an async one',
      'export default async function () {\n  http.post(URL, 1);\n  await sleep(0.1);\n}',
      'http.post',
      3,
    ],
    ['in setup', 'export function setup() {\n  http.get(URL);\n}\nexport default function () {}', 'http.get', 3],
    [
      'in an async setup',
      'export async function setup() {\n  return http.get(URL).status;\n}\nexport default function () {}',
      'http.get',
      3,
    ],
    ['in teardown', 'export default function () {}\nexport function teardown() {\n  http.get(URL);\n}', 'http.get', 4],
    ['in init code', 'sleep(0.01);\nexport default function () {}', 'sleep', 2],
    [
      'in a helper',
      'function ask() {\n  return http.get(URL);\n}\nexport default function () { ask().json(); }',
      'http.get',
      3,
    ],
    [
      'under a condition',
      'export const options = { iterations: 3 };\nexport default async function () {\n  await sleep(0.01);\n  if (__ITER === 2) http.del(URL);\n}',
      'http.del',
      5,
    ],
    ['passed to check', 'export default function () {\n  check(http.get(URL), { ok: () => true });\n}', 'http.get', 3],
    [
      'as a condition of check',
      'export default function () {\n  check(1, { ok: () => http.get(URL) });\n}',
      'http.get',
      3,
    ],
    [
      'though the script catches the error',
      'export default async function () {\n  try { http.get(URL).body; } catch (error) {}\n}',
      'http.get',
      3,
    ],
    ['of a batch', 'export default function () {\n  const [first] = http.batch([URL]);\n}', 'http.batch', 3],
    ['of a sleep', 'export default function () {\n  sleep(0.01);\n}', 'sleep', 3],
    [
      'in a helper that nobody waits for',
      'const step = async () => {\n  await http.get(URL);\n};\nexport default function () { step(); }',
      'http.get',
      3,
    ],
    [
      'in forEach',
      "export default async function () {\n  ['', '?b'].forEach(async (query) => {\n    await http.get(URL + query);\n  });\n}",
      'http.get',
      4,
    ],
    [
      'in a race',
      'export default async function () {\n  await Promise.race([http.get(URL),\n    sleep(5)]);\n}',
      'sleep',
      4,
    ],
    [
      'in a timer',
      'export default function () {\n  setTimeout(() => {\n    http.get(URL);\n  }, 1);\n}',
      'http.get',
      4,
    ],
  ])('%s', async (_where, source, call, line) => {
    const { exitCode, stderr } = await runScript(`${IMPORTS}${source}`, { env });
    expect(stderr).toMatch(new RegExp(`${call}\\(…\\) was not awaited, at file:///\\S+/script\\.js:${line}:\\d+`));
    expect(stderr).toContain(`Write \\"await ${call}(…)\\"`);
    expect(stderr).toContain('run the script with k6');
    expect(exitCode).toBe(107);
  });

  test('in a group', async () => {
    const source = "export default function () { group('g', () => { http.get(URL); }); }";
    const { exitCode, stderr } = await runScript(`${IMPORTS}${source}`, { env });
    expect(stderr).toContain('does not wait for http.get(…)');
    expect(exitCode).toBe(107);
  });
});

test('what is awaited, one after the other or several at a time, does not', async () => {
  const source = `export default async function () {
    const responses = await Promise.all([http.get(URL), http.batch([URL]), sleep(0.01)]);
    setTimeout(async () => console.log('later', (await http.get(URL)).status), 1);
    http.asyncRequest('GET', URL).then(async (response) => console.log('then', response.status, await sleep(0.01)));
    console.log(responses[0].status, responses[1].length, (await group('g', () => http.get(URL))).status, sleep(0));
    return http.get(URL);
  }`;
  const { exitCode, stderr } = await runScript(`${IMPORTS}${source}`, { env });
  expect(exitCode).toBe(0);
  expect(stderr).toContain('msg="200 1 200 undefined"');
  expect(stderr).toContain('msg="later 200"');
  expect(stderr).toContain('msg="then 200 undefined"');
});

test('the first place of a script that is not plain JavaScript is that in its source', async () => {
  const source = `import http from 'k6/http';
interface Answer {
  readonly status: number;
}

export default function (): void {
  const answer = http.get(__ENV.URL) as Answer;
}
`;
  const { stderr } = await runScript(source, { env, fileName: 'script.ts' });
  expect(stderr).toMatch(/not awaited, at file:\/\/\S+\/script\.ts:7:\d+/);
});

test.each([
  ['a method of responses that the engine leaves out', 'response.html()'],
  ['a selector of json() that it leaves out', "response.json('a.#(b>1).c')"],
])('%s ends the run, even when the script catches the error', async (_what, call) => {
  const source = `export default async function () {
  const response = await http.get(URL);
  try { ${call}; } catch (error) { console.log('caught'); }
}`;
  const { exitCode, stderr } = await runScript(`${IMPORTS}${source}`, { env });
  expect(stderr).toContain('caught');
  expect(stderr).toMatch(/Cannot trust this run: .+ is not in the embedded engine: install k6/);
  expect(exitCode).toBe(107);
});
