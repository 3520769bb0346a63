// VUs share one number of iterations; what does not fit into maxDuration is dropped.
// log: unordered
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = {
  scenarios: {
    all: { executor: 'shared-iterations', vus: 3, iterations: 7, exec: 'quick' },
    some: {
      executor: 'shared-iterations',
      vus: 2,
      iterations: 100,
      maxDuration: '1s',
      gracefulStop: '5s',
      exec: 'slow',
    },
  },
  thresholds: {
    'iterations{scenario:all}': [],
    'iterations{scenario:some}': [],
    'dropped_iterations{scenario:some}': [],
  },
};

export function quick() {
  console.log(exec.scenario.iterationInTest, exec.scenario.iterationInInstance);
}

export async function slow() {
  await sleep(0.4);
}
