// fail() throws, and the iteration counts.
import { check, fail } from 'k6';

export const options = { iterations: 3 };

export default function () {
  if (__ITER === 0) fail();
  if (!check(__ITER, { first: (n) => n === 1 })) fail(`iteration ${__ITER}`);
}
