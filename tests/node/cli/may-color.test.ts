import { expect, test } from 'vitest';
import { mayColor } from '../../../src/node/cli/may-color.ts';

test.each([
  ['a terminal', true, {}, true],
  ['a pipe', undefined, {}, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['NO_COLOR that is empty, which no-color.org takes for not set', true, { NO_COLOR: '' }, true],
  ['a terminal that knows no colours', true, { TERM: 'dumb' }, false],
])('mayColor() with %s', (_what, isTTY, env, expected) => {
  expect(mayColor(isTTY === undefined ? {} : { isTTY }, env)).toBe(expected);
});
