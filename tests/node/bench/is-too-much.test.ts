import { expect, test } from 'vitest';
import { isTooMuch } from '../../../src/node/bench/is-too-much.ts';
import { CommandFailure } from '../../../src/node/bench/run-command.ts';
import { artillery } from '../../../src/node/bench/tools/artillery.ts';
import { bareLoop } from '../../../src/node/bench/tools/loops.ts';

test('a peer that falls over under its load is a figure; anything else is a failure of the bench', () => {
  const fell = new CommandFailure('Cannot measure artillery: exit code 7: out of memory');
  const peer = artillery('artillery', '2.0.34');
  expect(isTooMuch(peer, fell)).toBe(true);
  expect(isTooMuch(peer, new Error('it sent no request'))).toBe(false);
  expect(isTooMuch(bareLoop, fell)).toBe(false);
});
