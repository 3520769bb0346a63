// Checks: order, values, functions, promises, those that throw, names in several groups.
import { check, group } from 'k6';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

export const options = { iterations: 2, thresholds: { checks: ['rate>0'] } };

export default function () {
  console.log(check(5, { 'z last': (v) => v === 5, 'a first': true, 'm fails': (v) => v > 5 }));
  console.log(
    check(null, {}),
    check(1, [1, 0]),
    check(1, { promise: () => Promise.resolve(false), zero: 0, empty: '', text: 'x', none: null }),
  );
  console.log(check(1, { '': true, ' ': true, ünïcode: true }));
  console.log(
    attempt(() => check(1)),
    attempt(() => check()),
    attempt(() => check(1, null)),
    attempt(() => check(1, 5)),
  );
  console.log(
    attempt(() =>
      check(1, {
        thrower() {
          throw new Error('inside');
        },
        after: true,
      }),
    ),
    attempt(() => check(1, { 'a::b': true })),
  );
  console.log(
    attempt(() => check(1, { late: async () => 1 })),
    attempt(() => check(1, { x: true }, { tag: {} })),
  );
  group('g', () => {
    check(1, { 'a first': true });
    group('g', () => check(1, { 'a first': false }));
  });
  group('empty', () => {});
}
