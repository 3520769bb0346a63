import { expect, test } from 'vitest';
import { assertRoom, type Room } from '../../../src/node/engines/assert-room.ts';
import type { Engine } from '../../../src/node/engines/engine.ts';

const ENOUGH: Room = { memoryMb: 8_192, files: 100_000 };

function tryOn(name: Engine['name'], vus: number, room: Partial<Room>): { refusal: string; said: string[] } {
  const said: string[] = [];
  try {
    const engine: Engine = { name, version: '', reason: '', file: '', args: [] };
    assertRoom(engine, { vus, processes: 1 }, { ...ENOUGH, ...room }, (line) => said.push(line));
    return { refusal: '', said };
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 104 });
    return { refusal: (error as Error).message, said };
  }
}

test('a load that fits is let through without a word', () => {
  expect(tryOn('k6', 160, {})).toEqual({ refusal: '', said: [] });
  expect(tryOn('embedded', 160, { memoryMb: 512, files: 256 })).toEqual({ refusal: '', said: [] });
});

test('more VUs than memory are refused with the settings to change, and fewer on k6 than on the embedded engine', () => {
  expect(tryOn('k6', 31_000, {}).refusal).toBe(
    'Cannot run 31000 VUs: they need about 9.2 GB of memory on k6, but only 8.0 GB is free here. Lower RATE, or REQUEST_TIMEOUT, which is how long a VU may have to wait for an answer',
  );
  expect(tryOn('embedded', 31_000, {}).refusal).toBe('');
});

test('memory that becomes scarce is said beforehand', () => {
  const { refusal, said } = tryOn('k6', 2_500, { memoryMb: 1_000 });
  expect(refusal).toBe('');
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^poolproof: memory may run short with 2500 VUs: they need about 0\.8 GB /);
});

test('more VUs than open files are refused, with the limit to set', () => {
  expect(tryOn('embedded', 160, { files: 64 }).refusal).toMatch(
    /^Cannot run 160 VUs: each may need a connection, but this process may open only 64 files\. .* ulimit -n 192$/,
  );
  expect(tryOn('embedded', 160, { files: Number.POSITIVE_INFINITY }).refusal).toBe('');
});
