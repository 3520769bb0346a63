import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findOnPath } from '../../src/node/find-on-path.ts';
import { copyCheckout } from '../helpers/checkout.ts';
import { temporaryFolder } from '../helpers/run-poolproof.ts';

const MAKE = findOnPath(['make'], process.env.PATH) ?? 'make';

/** Runs make and gives what it printed, without its own lines. */
function make(target: string, cwd: string, PATH = process.env.PATH): string {
  const { stdout, stderr } = spawnSync(MAKE, [target], {
    cwd,
    env: { ...process.env, PATH },
    encoding: 'utf8',
    timeout: 50_000,
  });
  return `${stdout}${stderr}`.replaceAll(/^make.*\n/gm, '');
}

test.each(['load', 'build', 'check'])('make %s without Node.js on PATH says so in one line', (target) => {
  const output = make(target, '.', '/nonexistent');
  expect(output).toMatch(/^Node\.js 20\.19 or newer is missing: see https:\/\/nodejs\.org.*\n$/);
});

test('make with an old Node.js says so in one line, before it installs anything', () => {
  const folder = temporaryFolder();
  for (const name of ['Makefile', 'package.json', 'package-lock.json']) cpSync(name, join(folder, name));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  // It answers as the Node.js 18 of a distribution would.
  const asOld = `Object.defineProperty(process.versions, 'node', { value: '18.20.8' })`;
  const script = `[ "$1" = -e ] || { echo v18.20.8; exit; }\nexec '${process.execPath}' -e "${asOld}; $2"`;
  writeFileSync(join(bin, 'node'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'node'), 0o755);
  const output = make('load', folder, `${bin}:${process.env.PATH}`);
  expect(output).toBe(
    `poolproof needs Node.js 20.19 or newer, and ${bin}/node is v18.20.8: see https://nodejs.org, or apt-get install nodejs npm\n`,
  );
});

test('a checkout that cannot be written to and is not built says so in one line', () => {
  const folder = copyCheckout();
  mkdirSync(join(folder, 'dist'), { mode: 0o555 });
  // Root may write to any folder.
  if (process.getuid?.() === 0) writeFileSync(join(folder, 'dist/k6'), '');
  expect(make('load', folder)).toMatch(
    /^Cannot build: \S+\/dist\/k6 cannot be written to \(E\w+\)\. Make it writable\n$/,
  );
});

test('a source that does not compile is told with its place, and not with the stack of the build', () => {
  const folder = copyCheckout();
  writeFileSync(join(folder, 'src/k6/scenarios/load.ts'), 'export default (;\n');
  const output = make('build', folder);
  expect(output).toContain('src/k6/scenarios/load.ts:1:');
  expect(output).not.toContain('    at ');
});

/** What make calls npm with, in a folder whose node_modules holds `files`; nothing when it does not. */
function npmCallOf(target: string, files: readonly string[]): string | undefined {
  const folder = temporaryFolder();
  for (const name of ['Makefile', 'package.json', 'package-lock.json']) cpSync(name, join(folder, name));
  for (const name of ['bin', 'node_modules']) mkdirSync(join(folder, name));
  for (const name of files) writeFileSync(join(folder, 'node_modules', name), '');
  const npm = join(folder, 'bin/npm');
  writeFileSync(npm, '#!/bin/sh\necho "called: $*"\nexit 1\n');
  chmodSync(npm, 0o755);
  return /^called: (.*)/m.exec(make(target, folder, `${join(folder, 'bin')}:${process.env.PATH}`))?.[1];
}

const BY_MAKE = '.package-lock.json';
const OF_TESTS = 'vitest';

test.each([
  ['load', [], true],
  ['load', [OF_TESTS], false],
  ['test', [], false],
  ['test', [BY_MAKE], false],
])('make %s with %j in node_modules installs packages, without those of tests: %s', (target, files, isWithout) => {
  const call = npmCallOf(target, files);
  expect(call).toMatch(/^ci --/);
  expect(call?.includes('--omit=dev')).toBe(isWithout);
});

test('make load installs nothing where its packages are', () => {
  expect(npmCallOf('load', [BY_MAKE])).toBeUndefined();
});
