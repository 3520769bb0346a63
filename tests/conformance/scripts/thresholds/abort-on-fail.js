// abortOnFail ends the run when the threshold is judged next, and teardown still runs.
import { sleep } from 'k6';

export const options = {
  scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '20s' } },
  thresholds: {
    iterations: [{ threshold: 'count<1', abortOnFail: true }],
    checks: ['rate>0.5'],
  },
};

export default async function () {
  await sleep(0.1);
}

export function teardown() {
  console.log('teardown');
}

export function handleSummary({ state, metrics }) {
  const { testRunDurationMs } = state;
  return {
    stdout: JSON.stringify([testRunDurationMs > 1900, testRunDurationMs < 15000, metrics.iterations.thresholds]),
  };
}
