import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { v8Options } from '../../../src/node/engines/v8-options.ts';

/** The built engine in a folder of its own, and what it keeps there. */
function copyOfEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('dist/engine', join(folder, 'dist/engine'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const cache = join(folder, '.cache/engine');
  return {
    start: (...flags: string[]) =>
      execFileSync(process.execPath, [...flags, join(folder, 'dist/engine/engine.cjs'), 'version']).toString(),
    run: (script: string, ...flags: string[]) => {
      const file = join(folder, 'script.js');
      writeFileSync(file, script);
      execFileSync(process.execPath, [...flags, join(folder, 'dist/engine/engine.cjs'), 'run', '--quiet', file]);
    },
    kept: () => readdirSync(cache).map((name) => join(cache, name)),
    change: (edit: (source: string) => string) => {
      const file = join(folder, 'dist/engine/main.cjs');
      writeFileSync(file, edit(readFileSync(file, 'utf8')));
    },
  };
}

test('an engine keeps what V8 compiled of it, and takes it when it starts again', () => {
  const engine = copyOfEngine();
  const version = engine.start();
  const [file = ''] = engine.kept();
  const { birthtimeMs, ino } = statSync(file);
  expect(engine.start()).toBe(version);
  expect(engine.kept()).toEqual([file]);
  expect(statSync(file)).toMatchObject({ birthtimeMs, ino });
});

test('what a run changes of the flags of V8 does not spoil the code that it keeps', () => {
  const engine = copyOfEngine();
  // Nobody knows how many iterations that would be: from here on V8 optimizes soon.
  const options = v8Options(process.versions.node);
  engine.run("export const options = { duration: '1s' }; export default function () {}", ...options);
  const [file = ''] = engine.kept();
  const { birthtimeMs, ino } = statSync(file);
  engine.start(...options);
  expect(statSync(file)).toMatchObject({ birthtimeMs, ino });
});

test('compiled code that is damaged is not used, and is replaced', () => {
  const engine = copyOfEngine();
  const version = engine.start();
  const [file = ''] = engine.kept();
  const whole = readFileSync(file);
  writeFileSync(file, whole.fill(0, whole.length >> 1));
  const { ino } = statSync(file);
  expect(engine.start()).toBe(version);
  expect(statSync(file).ino).not.toBe(ino);
});

test('an engine that was changed, and a V8 with other flags, do not take the code of another', () => {
  const engine = copyOfEngine();
  engine.start();
  engine.start('--no-opt');
  expect(engine.kept()).toHaveLength(2);
  // As long as before: V8 itself compares nothing but lengths.
  engine.change((source) => source.replace('poolproof-embedded v', 'poolproof-embedded V'));
  expect(engine.start()).toMatch(/^poolproof-embedded V/);
  expect(engine.kept()).toHaveLength(3);
});
