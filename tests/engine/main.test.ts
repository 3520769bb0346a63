import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { parseArguments } from '../../src/engine/parse-arguments.ts';
import { EMBEDDED_ENGINE, runScript } from '../helpers/run-script.ts';

const LOOP = `
  import { sleep } from 'k6';
  export const options = { vus: 2, duration: '30s' };
  export default async function () { if (__ITER === 2) console.log('iterating'); await sleep(0.05); }
  export function teardown() { console.log('torn down'); }
  export function handleSummary(data) { return { stdout: 'iterations ' + (data.metrics.iterations.values.count > 0) }; }
`;

test('parseArguments() reads variables, flags and the script', () => {
  const segment = ['--execution-segment', '0:1/2', '--execution-segment-sequence=0,1/2,1'];
  expect(parseArguments(['run', '-e', 'A=1=2', '--env=B=', '-q', '--no-color', ...segment, 'x.js'], {})).toEqual({
    command: 'run',
    scriptFile: 'x.js',
    env: { A: '1=2', B: '' },
    isQuiet: true,
    noColor: true,
    segment: { executionSegment: '0:1/2', executionSegmentSequence: '0,1/2,1' },
  });
});

test.each([
  [['run', '--vus', '2', 'x.js'], {}, 'Cannot apply flag "--vus"'],
  [['run', '-d', '2s', 'x.js'], {}, 'Cannot apply flag "-d"'],
  [['run', 'x.js'], { K6_VUS: '2' }, 'Cannot apply K6_VUS'],
  [['run', 'x.js'], { K6_BLACKLIST_IPS: '127.0.0.0/8' }, 'Cannot apply K6_BLACKLIST_IPS'],
  [['run', 'x.js'], { K6_NO_THRESHOLDS: 'true' }, 'Cannot apply K6_NO_THRESHOLDS'],
  [['run'], {}, 'Cannot run 0 scripts'],
  [['run', '-e', 'novalue', 'x.js'], {}, 'Cannot set variable "novalue"'],
  [['cloud', 'x.js'], {}, 'Cannot do "cloud"'],
])('parseArguments() refuses %j with %j', (args, environment, problem) => {
  expect(() => parseArguments(args, environment)).toThrow(problem);
});

test('the engine ends gracefully on SIGINT, with teardown and summary', async () => {
  const run = await runScript(LOOP, { onLog: { text: 'iterating', act: (pid) => process.kill(pid, 'SIGINT') } });
  expect(run.exitCode).toBe(105);
  expect(run.stdout).toBe('iterations true');
  expect(run.stderr).toContain('msg="torn down"');
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'the engine ends on %s while a script computes without end',
  async (signal) => {
    const source = 'export default function () { while (true) {} }';
    const onLog = { text: 'computes without waiting', act: (pid: number) => process.kill(pid, signal) };
    expect(await runScript(source, { onLog })).toMatchObject({ exitCode: null, signal, stdout: '' });
  },
);

test('Ctrl-C ends a script that computes without end before the engine says that it does', async () => {
  const source = "export default function () { console.log('computing'); while (true) {} }";
  // Again and again, as users do.
  const act = (pid: number) => {
    const timer = setInterval(() => isRunning(pid) || clearInterval(timer), 100);
  };
  const isRunning = (pid: number) => {
    try {
      return process.kill(pid, 'SIGINT');
    } catch {
      return false;
    }
  };
  const { signal, stderr } = await runScript(source, { onLog: { text: 'computing', act } });
  expect(signal).toBe('SIGINT');
  expect(stderr).not.toContain('computes without waiting');
});

test('the engine ends gracefully after a script has computed for long', async () => {
  const source = `
    import { sleep } from 'k6';
    export default async function () { for (const began = Date.now(); Date.now() - began < 5_000; ); await sleep(0.2); console.log('done'); await sleep(30); }
    export function handleSummary() { return { stdout: 'summary' }; }
  `;
  const run = await runScript(source, { onLog: { text: 'done', act: (pid) => process.kill(pid, 'SIGINT') } });
  expect(run).toMatchObject({ exitCode: 105, stdout: 'summary' });
  expect(run.stderr).toContain('computes without waiting');
});

test('the engine ends when the process that started it lets go of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-script-'));
  writeFileSync(join(folder, 'script.js'), LOOP);
  const child = fork(EMBEDDED_ENGINE, ['run', '--quiet', 'script.js'], { cwd: folder, silent: true });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await vi.waitFor(() => expect(stderr).toContain('iterating'), { timeout: 20_000 });
  child.disconnect();
  expect(await exit).toBe(105);
});

test('the engine prints progress as plain lines without a terminal', async () => {
  const source = 'export const options = { iterations: 3 }; export default function () {}';
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-script-'));
  writeFileSync(join(folder, 'script.js'), source);
  const child = fork(EMBEDDED_ENGINE, ['run', 'script.js'], { cwd: folder, silent: true });
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(stdout).toContain('scenario default: 3 iterations shared among 1 VUs');
  expect(stdout).toMatch(/running 0s of 10m, 3 iterations complete, 0 interrupted, 0 dropped, 0 of 1 VUs\n/);
  expect(stdout).not.toContain('\u001b');
});

test('inspect prints the options as JSON', async () => {
  const source =
    'export const options = { vus: 2, iterations: 4, tags: { v: __ENV.V } }; export default function () {}';
  const run = await runScript(source, { command: 'inspect', args: ['-e', 'V=1'] });
  expect(JSON.parse(run.stdout)).toMatchObject({ vus: 2, iterations: 4, tags: { v: '1' }, duration: null });
  expect(run.exitCode).toBe(0);
});

test('the engine refuses by name what it does not have, all at once, before anything runs', async () => {
  const source = `
    import http, { nothing } from 'k6/http';
    import ws from 'k6/ws';
    const grpc = require('k6/net/grpc');
    console.log('ran');
    export default function () {}
  `;
  const { exitCode, stderr } = await runScript(source);
  expect(exitCode).toBe(107);
  expect(stderr).not.toContain('msg=ran');
  for (const name of [
    'module \\"k6/ws\\" (file://',
    'script.js:3:5)',
    'module \\"k6/net/grpc\\"',
    '\\"nothing\\" of \\"k6/http\\"',
    'install k6',
  ]) {
    expect(stderr).toContain(name);
  }
});

test('a name that a module does not have is undefined, one that is left out ends the run', async () => {
  const run = (call: string) =>
    runScript(`import crypto from 'k6/crypto'; import http from 'k6/http'; export default function () { ${call}; }`);
  expect((await run('http.nonsense()')).stderr).toContain('http.nonsense is not a function');
  const { exitCode, stderr } = await run("require(['k6', 'ws'].join('/'))");
  expect(stderr).toContain('module \\"k6/ws\\" is not in the embedded engine: install k6');
  expect(exitCode).toBe(107);
});

test('a bundle of any size runs, as a library of CommonJS in it does', async () => {
  const library = Array.from({ length: 20_000 }, (_, n) => `exports.f${n} = function (x) { return x + ${n}; };`);
  const source = [
    'const lib = {}; (function (exports) {',
    ...library,
    '})(lib);',
    "exports.options = { iterations: 1 }; exports.default = function () { console.log('sum', lib.f19999(1)); };",
  ].join('\n');
  expect(source.length).toBeGreaterThan(1_000_000);
  expect((await runScript(source)).stderr).toContain('msg="sum 20000"');
});

test('stack traces tell the lines of the source, in JavaScript and in TypeScript', async () => {
  const source = (type: string) => `// A comment.
import { sleep } from 'k6';

const unused = \`of
several lines\`;
export default async function ()${type} {
  await sleep(0.01);

  throw new Error('boom');
}
`;
  for (const [fileName, type] of [
    ['script.js', ''],
    ['script.ts', ': Promise<void>'],
  ]) {
    const { stderr } = await runScript(source(type ?? ''), { fileName: fileName ?? '' });
    expect(stderr).toMatch(new RegExp(`Error: boom.*/${fileName}:9:\\d+`));
  }
});

test('scripts see nothing of Node', async () => {
  const source = `
    export const options = { iterations: 1 };
    export default function () {
      const names = { process: typeof process, Buffer: typeof Buffer, fetch: typeof fetch, URL: typeof URL,
        performance: typeof performance, structuredClone: typeof structuredClone, WeakRef: typeof WeakRef,
        global: typeof globalThis.process };
      console.log(Object.values(names).every((type) => type === 'undefined'), typeof globalThis.Math, typeof crypto.randomUUID);
      globalThis.Map = 5;
      console.log(globalThis.Map, Object.keys(globalThis).includes('console'), 'Math' in globalThis);
    }
  `;
  const { stderr } = await runScript(source);
  expect(stderr).toContain('msg="true object function"');
  expect(stderr).toContain('msg="5 true true"');
});

test('the default summary is a short table', async () => {
  const source = `
    import { check } from 'k6';
    export const options = { iterations: 2, thresholds: { iterations: ['count==2', 'count>5'] } };
    export default function () { check(1, { fine: true, broken: false }); }
  `;
  const { stdout, exitCode } = await runScript(source);
  expect(exitCode).toBe(99);
  expect(stdout).toContain('  ok     iterations: count==2\n  FAILED iterations: count>5\n');
  expect(stdout).toContain('  ok     fine (2)\n  FAILED broken (2 of 2)\n');
});

test('what handleSummary returns is written, whatever part of it cannot be', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-summary-'));
  const source = `
    export default function () {}
    export function handleSummary() {
      return { '${folder}/a.txt': 'text', '${folder}/none/b.txt': 'x', '${folder}/d.bin': new Uint8Array([1, 2]).buffer };
    }
  `;
  const { exitCode, stdout, stderr } = await runScript(source);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('text');
  expect([...readFileSync(join(folder, 'd.bin'))]).toEqual([1, 2]);
  expect(stderr).toContain('failed to handle the end-of-test summary');
  expect(stderr).toContain('none/b.txt: no such file or directory');
});

test('twenty scenarios at once run without a word', async () => {
  const { exitCode, stderr } = await runScript(`
    const scenario = { executor: 'per-vu-iterations', vus: 1, iterations: 1 };
    export const options = { scenarios: Object.fromEntries(Array.from({ length: 20 }, (_, at) => ['s' + at, scenario])) };
    export default function () {}
    export function handleSummary() { return {}; }
  `);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

test('what is kept of a script does not take the next one, with the same text, to the folder of the first', async () => {
  const source = `
    const text = open('./data.txt');
    export const options = { iterations: 1 };
    export default function () { throw new Error(text); }
    export function handleSummary() { return {}; }
  `;
  for (const text of ['one', 'two', 'three']) {
    const folder = mkdtempSync(join(tmpdir(), 'poolproof-data-'));
    writeFileSync(join(folder, 'data.txt'), text);
    const { exitCode, stderr } = await runScript(source, { folder });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`Error: ${text}`);
    // Where the error stands in the file, and not in what was made of it.
    expect(stderr).toMatch(/script\.js:4:\d+/);
  }
});
