// delayAbortEval holds abortOnFail back; without abortOnFail a crossed threshold ends nothing.
import { sleep } from 'k6';

export const options = {
  scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '20s' } },
  thresholds: {
    iterations: [{ threshold: 'count<1', abortOnFail: true, delayAbortEval: '3s' }],
    iteration_duration: ['max<0'],
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
    stdout: JSON.stringify([testRunDurationMs > 3000, testRunDurationMs < 15000, metrics.iterations.thresholds]),
  };
}
