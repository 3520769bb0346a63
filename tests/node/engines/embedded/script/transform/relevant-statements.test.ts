import { expect, test } from 'vitest';
import { relevantStatements } from '../../../../../../src/node/engines/embedded/script/transform/flows/relevant-statements.ts';
import { parseModule } from '../../../../../../src/node/engines/embedded/script/transform/parse-module.ts';
import { runTransformed } from './run-script.ts';

function relevant(source: string): string[] {
  return relevantStatements(parseModule(source, 'script.js')).map(({ start, end }) => source.slice(start, end));
}

test('relevantStatements() leaves out what has nothing to do with blocking calls', () => {
  const report = 'function report(data) { return JSON.stringify(data) }';
  const statements = relevant(
    `import http from 'k6/http'; const base = 'x'; function go() { return http.get(base) } ${report} export { go, report }`,
  );
  expect(statements).toContain("const base = 'x';");
  expect(statements).toContain('function go() { return http.get(base) }');
  expect(statements).not.toContain(report);
});

test('relevantStatements() keeps callers, however far away they are', () => {
  const statements = relevant(
    `import { sleep } from 'k6'; const a = () => sleep(1); const b = () => a(); export default () => b();`,
  );
  expect(statements).toHaveLength(4);
});

test('relevantStatements() keeps only the imports of a script that never blocks', () => {
  expect(relevant(`import { check } from 'k6'; export default () => check(1, { ok: true });`)).toHaveLength(1);
});

test('a blocking function that is put into a shared list is found by who takes it out', async () => {
  const script = `import http from 'k6/http';
    const jobs = [];
    jobs.push(() => http.get('a'));
    export default () => { for (const job of jobs) job(); return jobs.length };`;
  expect(await runTransformed(script)).toMatchObject({ log: ['get a'] });
});

test('a blocking function that a variable is set to later is found', async () => {
  const script = `import http from 'k6/http';
    let job = null;
    function prepare() { job = (path) => http.get(path) }
    prepare();
    export default () => job('b').status;`;
  expect(await runTransformed(script)).toMatchObject({ log: ['get b'], result: '200' });
});

test('a blocking function that is put into an object is found by who only reads it', async () => {
  const script = `import http from 'k6/http';
    const holder = {};
    holder.job = (path) => http.get(path);
    export default () => { const { job } = holder; return job('c').status };`;
  expect(await runTransformed(script)).toMatchObject({ log: ['get c'], result: '200' });
});
