import { expect, test } from 'vitest';
import { renderTable, targetTable } from '../../../src/node/bench/bench-report.ts';

test('renderTable() writes Markdown that lines up, figures to the right', () => {
  const page = renderTable({
    title: 'Cost',
    about: 'What it took.',
    head: ['tool', 'CPU', 'held'],
    rows: [
      ['embedded', '9 µs', '10/s'],
      ['k6', '104 µs', 'none'],
      ['artillery', '7 µs'],
    ],
  });
  expect(page).toMatchInlineSnapshot(`
    "## Cost

    What it took.

    | tool      |    CPU | held |
    | --------- | -----: | ---- |
    | embedded  |   9 µs | 10/s |
    | k6        | 104 µs | none |
    | artillery |   7 µs |      |"
  `);
});

test('targetTable() hides no target that was missed or not measured', () => {
  const target = { what: 'CPU', wanted: 'at most 1', measured: '2' };
  const targets = [true, false, undefined].map((isMet) => ({ ...target, isMet }));
  const verdicts = (isBusy: boolean) => targetTable(targets, isBusy).rows.map((row) => row.at(-1));
  expect(verdicts(false)).toEqual(['met', 'MISSED', 'not measured']);
  expect(verdicts(true)).toEqual(['machine too busy', 'MISSED', 'not measured']);
});
