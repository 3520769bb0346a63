// A setup that is async, its metrics, checks and groups.
import { check, group } from 'k6';
import { Counter } from 'k6/metrics';

const calls = new Counter('calls');

export const options = {
  thresholds: { 'calls{group:::setup}': [], 'calls{group:::teardown::deep}': [], 'calls{scenario:default}': [] },
};

export async function setup() {
  await null;
  calls.add(2);
  check(1, { 'set up': true });
  return null;
}

export default function (data) {
  console.log(data === null);
  calls.add(1);
}

export function teardown() {
  group('deep', () => {
    calls.add(4);
    check(1, { 'torn down': false });
  });
}
