import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

const ZONES = ['core', 'k6', 'node', 'engine'] as const;
const [, ...CHAPTERS] = readFileSync('src/README.md', 'utf8').split(/^## /m);
const ROOMS_OF_CORE = roomsOf('core');

/** The rooms of a zone as src/README.md lists them, from top to bottom. */
function roomsOf(zone: string): string[] {
  const chapter = CHAPTERS.find((text) => text.startsWith(`${zone}\n`)) ?? '';
  return [...chapter.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, room = '']) => room);
}

/** Every import in core from one room to another, as `from/file.ts -> to/file.ts`. */
function importsBetweenRooms(): { from: string; to: string; text: string }[] {
  const folder = join('src', 'core');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\bfrom '(\.[^']+)'/g)]
      .map(([, path = '']) => relative('.', join(dirname(file), path)))
      .map((to) => ({ from: roomOf(file), to: roomOf(to), text: `${file} -> ${to}` }))
      .filter(({ from, to }) => from !== to),
  );
}

function roomOf(file: string): string {
  return file.split(sep)[0] ?? '';
}

test.each(ZONES)('src/README.md lists every room of %s', (zone) => {
  const folders = readdirSync(join('src', zone), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(roomsOf(zone).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test('rooms of core import from rooms below them only', () => {
  const imports = importsBetweenRooms();
  expect(imports.length).toBeGreaterThan(50);
  const upwards = imports.filter(({ from, to }) => ROOMS_OF_CORE.indexOf(to) <= ROOMS_OF_CORE.indexOf(from));
  expect(upwards.map(({ text }) => text)).toEqual([]);
});
