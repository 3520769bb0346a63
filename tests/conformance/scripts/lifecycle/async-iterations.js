// An iteration lasts until its timers and promises are done.
import { check } from 'k6';

export const options = { iterations: 3, summaryTrendStats: ['count'] };

export default function () {
  Promise.resolve()
    .then(() => Promise.resolve())
    .then(() => check(1, { microtask: true }));
  new Promise((resolve) => setTimeout(resolve, 20)).then(async () => {
    await null;
    check(1, { timer: true });
  });
}

export function handleSummary({ root_group, metrics }) {
  const checks = root_group.checks.map(({ name, passes }) => name + passes).join();
  return { stdout: `${checks} ${metrics.iteration_duration.values.count}` };
}
