// SharedArray: made once, read only, a copy each time.
import { SharedArray } from 'k6/data';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return error.name === 'TypeError' ? error.name : `${error.name}: ${error.message}`;
  }
};
const shared = new SharedArray('x', () => {
  console.log('made');
  return [{ a: 1 }, 'two', [3]];
});
const again = new SharedArray('x', () => ['never made']);
if (__VU === 1) {
  console.log(
    attempt(() => new SharedArray('', () => [])),
    attempt(() => new SharedArray('y', () => 5)),
    attempt(() => new SharedArray('z')),
  );
  console.log(attempt(() => new SharedArray('later', async () => [])));
}

export const options = { iterations: 2 };

export default function () {
  console.log(
    shared.length,
    again.length,
    shared[0],
    shared.at(-1),
    shared[9],
    shared[0] === shared[0],
    Array.isArray(shared),
  );
  console.log(
    JSON.stringify(shared),
    shared.map(String),
    [...shared].length,
    shared.filter((v) => v.a).length,
    0 in shared,
    Object.keys(shared).join(),
  );
  console.log(
    attempt(() => {
      shared[0] = 1;
    }),
    attempt(() => shared.push(1)),
    attempt(() => new SharedArray('y', () => [])),
  );
  console.log(
    attempt(() => {
      shared[0].a = 2;
      return shared[0].a;
    }),
    attempt(() => shared.sort()),
    attempt(() => {
      shared.length = 0;
    }),
  );
}
