import { expect, test } from 'vitest';
import { loggedError } from '../../../src/node/run/logged-error.ts';

test.each([
  ['time="…" level=error msg="(403/QUOTA) You \\"may\\" not\\nrun"', '(403/QUOTA) You "may" not\nrun'],
  ['time="…" level=fatal msg="no script"', 'no script'],
  ['time="…" level=error msg=Oops sig=interrupt', 'Oops'],
  ['time="…" level=error msg="odd \\x00 text"', 'odd \\x00 text'],
  ['time="…" level=warning msg="level=error msg=no"', undefined],
  ['time="…" level=info msg="fine"', undefined],
])('loggedError(%j)', (line, expected) => {
  expect(loggedError(line)).toBe(expected);
});
