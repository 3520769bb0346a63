import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allChecks } from '../../../src/core/summary/all-checks.ts';
import { checkNameOf, noteOn, notesOf } from '../../../src/core/summary/notes.ts';
import type { SummaryGroup } from '../../../src/core/summary/summary-data.ts';

const groupOf = (name: string, checks: readonly string[], groups: readonly SummaryGroup[] = []): SummaryGroup => ({
  name,
  checks: checks.map((check) => ({ name: check, passes: 1, fails: 0 })),
  groups,
});

test('a note comes back as it was, whatever is in it, and its name is one that k6 takes', () => {
  const texts = fc.stringMatching(/^[^\r\n]{0,100}$/);
  fc.assert(
    fc.property(texts, (text) => {
      const name = checkNameOf({ topic: 'INFO', text });
      expect(name).not.toContain('::');
      expect(notesOf(groupOf('', [name]))).toEqual([{ topic: 'INFO', text }]);
    }),
  );
  expect(notesOf(groupOf('', [checkNameOf({ topic: 'PING', text: 'dial tcp [::1]:6379: refused 100 %3A' })]))).toEqual([
    { topic: 'PING', text: 'dial tcp [::1]:6379: refused 100 %3A' },
  ]);
});

test('notes of setup() count, and no note is a check', () => {
  const note = checkNameOf({ topic: 'INFO', text: 'was refused' });
  const root = groupOf('', ['status is 200'], [groupOf('setup', [note, 'ready'])]);
  expect(noteOn(notesOf(root), 'INFO')).toBe('was refused');
  expect(noteOn(notesOf(root), 'CLIENT LIST')).toBeUndefined();
  expect(allChecks(root).map(({ name }) => name)).toEqual(['status is 200', 'ready']);
});
