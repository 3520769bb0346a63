import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HISTORY_VARIABLES } from '../../src/node/history/history-settings.ts';

test('docs/history.md has every variable, and no other', () => {
  const rows = [...readFileSync('docs/history.md', 'utf8').matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(
    ([, name]) => name,
  );
  expect(rows.sort()).toEqual(
    Object.values(HISTORY_VARIABLES)
      .map(({ name }) => name)
      .sort(),
  );
});
