// Groups: nested, named oddly, throwing, and their values.
import { check, group, sleep } from 'k6';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

export const options = { thresholds: { 'group_duration{group:::slow}': ['min>=49'] }, summaryTrendStats: ['count'] };

export default async function () {
  console.log(
    attempt(() => group('a::b', () => 1)),
    attempt(() => group('a')),
    attempt(() => group()),
    attempt(() => group('a', async () => 1)),
  );
  console.log(
    attempt(() => group('', () => 3)),
    attempt(() => group(1, () => 1)),
    attempt(() => group('promise', () => Promise.resolve(1)) instanceof Promise),
  );
  console.log((await group('slow', () => sleep(0.05))) ?? 'slept');
  console.log(
    attempt(() =>
      group('throws', () =>
        group('inside', () => {
          throw new TypeError('out');
        }),
      ),
    ),
  );
  check(1, { 'at the top again': true });
}
