import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { expect, onTestFinished, test } from 'vitest';
import { KeptFiles } from '../../../src/disk/kept-files.ts';
import { prepareScript } from '../../../src/engine/script/prepare-script.ts';

const SCRIPT = "import http from 'k6/http';\nexport default async function () { await http.get('http://ü.test'); }\n";

/** A folder for scripts, and what an engine keeps of them. */
function scripts() {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cache = join(folder, 'cache');
  const files = new KeptFiles(cache, 10);
  return {
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    prepare: (name: string, engineId = 'this engine') => prepareScript(join(folder, name), { files, engineId }),
    prepareAnew: (name: string) => prepareScript(join(folder, name), undefined),
    /** Marks all that is kept. */
    mark: () => {
      for (const key of readdirSync(cache)) {
        files.write(key, serialize({ ...deserialize(files.read(key) ?? serialize({})), required: ['kept'] }));
      }
    },
    countKept: () => readdirSync(folder).includes('cache') && readdirSync(cache).length,
  };
}

test('a bundle is prepared once: what is kept of it is what was prepared, and is used', async () => {
  const { write, prepare, prepareAnew, mark } = scripts();
  write('script.js', SCRIPT);
  expect(await prepare('script.js')).toEqual(await prepareAnew('script.js'));
  expect(await prepare('script.js')).toEqual(await prepareAnew('script.js'));
  mark();
  expect(await prepare('script.js')).toEqual({ ...(await prepareAnew('script.js')), required: ['kept'] });
});

test('a script that was changed, and another engine, do not take what is kept', async () => {
  const { write, prepare, mark } = scripts();
  write('script.js', SCRIPT);
  await prepare('script.js');
  mark();
  expect((await prepare('script.js', 'another engine')).required).toEqual([]);
  write('script.js', SCRIPT.replace('ü', 'u'));
  expect((await prepare('script.js')).required).toEqual([]);
});

test.each([
  ['imports a file', 'script.js', "import './other.js'; export default function () {}"],
  ['is TypeScript', 'script.ts', 'export default function (): void {}'],
])('nothing is kept of a script that %s: more than its text decides what becomes of it', async (_, name, text) => {
  const { write, prepare, countKept } = scripts();
  write('other.js', 'globalThis.other = 1;');
  write(name, text);
  await prepare(name);
  expect(countKept()).toBe(false);
});
