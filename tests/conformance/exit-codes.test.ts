import { expect, test } from 'vitest';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { runScript } from '../helpers/run-script.ts';

// One script, both engines, the same exit code and the same log.
const CASES: ReadonlyArray<readonly [name: string, exitCode: number, log: string, source: string]> = [
  ['an iteration that throws', 0, 'Error: boom', "export default function () { throw new Error('boom'); }"],
  [
    'an iteration that rejects',
    0,
    'Uncaught (in promise) Error: boom',
    "export default async function () { throw new Error('boom'); }",
  ],
  [
    'a timer that throws',
    0,
    'Error: late',
    "export default function () { setTimeout(() => { throw new Error('late'); }, 5); setTimeout(() => {}, 90000); }",
  ],
  [
    'a crossed threshold',
    99,
    "thresholds on metrics 'iterations' have been crossed",
    "export const options = { thresholds: { iterations: ['count>1'] } }; export default function () {}",
  ],
  [
    'a rate threshold without samples',
    0,
    '',
    "export const options = { thresholds: { checks: ['rate>0.99'], http_req_duration: ['p(95)<1'] } }; export default function () {}",
  ],
  [
    'a setup that takes too long',
    100,
    'setup() execution timed out after',
    "import { sleep } from 'k6'; export const options = { setupTimeout: '200ms' }; export function setup() { sleep(9); } export default function () {}",
  ],
  [
    'a teardown that takes too long',
    101,
    'teardown() execution timed out after',
    "import { sleep } from 'k6'; export const options = { teardownTimeout: '200ms' }; export function teardown() { sleep(9); } export default function () {}",
  ],
  [
    'a missing exec function',
    104,
    "executor default: function 'default' not found in exports",
    'export function other() {}',
  ],
  [
    'an unknown field of a scenario',
    104,
    'unknown field \\"foo\\"',
    "export const options = { scenarios: { a: { executor: 'constant-vus', duration: '1s', foo: 1 } } }; export default function () {}",
  ],
  [
    'a threshold on a missing metric',
    104,
    'no metric name \\"nosuch\\" found',
    "export const options = { thresholds: { nosuch: ['count>0'] } }; export default function () {}",
  ],
  [
    'an unsupported threshold method',
    104,
    'unsupported aggregation method count on metric of type trend',
    "export const options = { thresholds: { http_req_duration: ['count>0'] } }; export default function () {}",
  ],
  ['init code that throws', 107, 'Error: boom', "throw new Error('boom'); export default function () {}"],
  [
    'a setup that throws',
    107,
    'Error: boom',
    "export function setup() { throw new Error('boom'); } export default function () {}",
  ],
  [
    'a setup that rejects',
    255,
    'Uncaught (in promise) Error: boom',
    "export async function setup() { throw new Error('boom'); } export default function () {}",
  ],
  [
    'a teardown that throws',
    107,
    'Error: boom',
    "export function teardown() { throw new Error('boom'); } export default function () {}",
  ],
  ['a syntax error', 107, 'Unexpected token', 'export default function () { let x = ; }'],
  [
    'test.abort()',
    108,
    'test aborted: why',
    "import exec from 'k6/execution'; export default function () { exec.test.abort('why'); }",
  ],
  [
    'test.abort() in init code',
    108,
    'test aborted: why',
    "import exec from 'k6/execution'; exec.test.abort('why'); export default function () {}",
  ],
  [
    'test.fail()',
    110,
    'test marked as failed: why',
    "import exec from 'k6/execution'; export default function () { exec.test.fail('why'); }",
  ],
  [
    'a handleSummary that throws',
    0,
    'Error: boom',
    "export default function () {} export function handleSummary() { throw new Error('boom'); }",
  ],
  [
    'a busy graceful stop',
    0,
    'No script iterations fully finished',
    "import { sleep } from 'k6'; export const options = { scenarios: { a: { executor: 'constant-vus', duration: '1s', gracefulStop: '0s' } } }; export default function () { sleep(9); }",
  ],
  [
    'abortOnFail',
    99,
    'at least one has abortOnFail enabled, stopping test prematurely',
    "import { sleep } from 'k6'; export const options = { duration: '20s', thresholds: { iterations: [{ threshold: 'count<1', abortOnFail: true }] } }; export default function () { sleep(0.2); }",
  ],
];
const engines = hasK6 ? (['embedded', 'k6'] as const) : (['embedded'] as const);

for (const engine of engines) {
  test.each(CASES)(`on ${engine}, %s exits with %d`, async (_name, exitCode, log, source) => {
    const run = await runScript(source, { engine });
    expect(run.stderr).toContain(log);
    expect(run.exitCode).toBe(exitCode);
  });
}

test.each(['setup', 'teardown', 'default'])(
  'a blocking call that the embedded engine could not see ends the run, in %s',
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
