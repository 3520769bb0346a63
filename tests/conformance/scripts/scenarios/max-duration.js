// maxDuration ends iterations that would go on; gracefulStop lets the last of them end.
import { sleep } from 'k6';

export const options = {
  scenarios: {
    cut: { executor: 'per-vu-iterations', vus: 1, iterations: 5, maxDuration: '1s', gracefulStop: '0s' },
    late: { executor: 'shared-iterations', vus: 2, iterations: 9, maxDuration: '1s', gracefulStop: '2s' },
  },
  thresholds: {
    'iterations{scenario:cut}': [],
    'iterations{scenario:late}': [],
    'dropped_iterations{scenario:cut}': [],
    'dropped_iterations{scenario:late}': [],
  },
};

export default async function () {
  await sleep(0.7);
}
