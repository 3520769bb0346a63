// Each VU runs its own iterations, and drops what does not fit into maxDuration.
// log: unordered
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = {
  scenarios: {
    all: { executor: 'per-vu-iterations', vus: 3, iterations: 4, exec: 'quick' },
    some: { executor: 'per-vu-iterations', vus: 2, iterations: 5, maxDuration: '3s', exec: 'slow' },
  },
  thresholds: {
    'iterations{scenario:all}': [],
    'iterations{scenario:some}': [],
    'dropped_iterations{scenario:some}': [],
  },
};

export function quick() {
  console.log(exec.vu.iterationInScenario, exec.vu.iterationInInstance);
}

export async function slow() {
  await sleep(1.2);
}
