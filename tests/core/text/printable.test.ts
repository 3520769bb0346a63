import { expect, test } from 'vitest';
import { printable, printableData, printablePage } from '../../../src/core/text/printable.ts';

test.each([
  ['an escape sequence', 'a\u001b[2Jb', String.raw`a\x1b[2Jb`],
  ['a control of C1, as some terminals take it', 'a\u009b2Jb', String.raw`a\u009b2Jb`],
  ['DEL', '\u007f', String.raw`\x7f`],
  ['a new line', 'a\r\nHEALTHY', String.raw`a\x0d\x0aHEALTHY`],
  ['other separators of lines', 'a\u2028b\u2029c\u0085d', String.raw`a\u2028b\u2029c\u0085d`],
  ['text from right to left', 'a\u202eb\u2066c\u200fd', String.raw`a\u202eb\u2066c\u200fd`],
  ['what nobody sees', 'a\u200bb\ufeffc\u{e0041}d', String.raw`a\u200bb\ufeffc\U000e0041d`],
  ['a command of GitHub', '::error::fooled', String.raw`\x3a:error::fooled`],
  ['the same behind blanks', '  ::error::fooled', String.raw`  \x3a:error::fooled`],
  ['an older command of GitHub', 'a ##[error]fooled', String.raw`a \x23#[error]fooled`],
  ['a command of Azure', '##vso[task.complete]', String.raw`\x23#vso[task.complete]`],
])('%s is shown and does nothing', (_what, text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(printable(shown)).toBe(shown);
});

test.each(['plain', 'Über 5 €, 日本語, 👩\u200d💻', 'a\tb', 'a :: b', 'std::string', 'C# ## heading', 'می\u200cخواهم'])(
  '%j stays as it is',
  (text) => {
    expect(printable(text)).toBe(text);
  },
);

test('data keeps its shape, and all texts in it are printable, names of fields among them', () => {
  const data = { 'a\u001b': ['\u009b', 1, null, true, { deep: '\n' }], ['__proto__']: '\u202e' };
  const shown = printableData(data);
  expect(Object.entries(shown)).toEqual([
    [String.raw`a\x1b`, [String.raw`\u009b`, 1, null, true, { deep: String.raw`\x0a` }]],
    ['__proto__', String.raw`\u202e`],
  ]);
});

test('a page keeps its lines and colours, and no other sequence', () => {
  expect(printablePage('\u001b[32mgood\u001b[0m\n\u001b]0;title\u0007\u001b[31m\u009b')).toBe(
    `\u001b[32mgood\u001b[0m\n${String.raw`\x1b]0;title\x07`}\u001b[31m${String.raw`\u009b`}`,
  );
});
