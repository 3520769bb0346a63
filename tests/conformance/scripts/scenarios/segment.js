// One of four processes that share a run: which iterations it starts, when, and on how many VUs.
// log: unordered
import { sleep } from 'k6';
import exec from 'k6/execution';

const all = ['arrivals', 'ramp', 'loop', 'each', 'shared'];

export const options = {
  executionSegment: '1/4:1/2',
  executionSegmentSequence: '0,1/4,1/2,3/4,1',
  scenarios: {
    arrivals: { executor: 'constant-arrival-rate', rate: 20, duration: '1030ms', preAllocatedVUs: 20 },
    ramp: {
      executor: 'ramping-arrival-rate',
      startRate: 10,
      stages: [{ target: 20, duration: '1030ms' }],
      preAllocatedVUs: 20,
    },
    loop: {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [
        { target: 8, duration: '700ms' },
        { target: 8, duration: '700ms' },
      ],
    },
    each: { executor: 'per-vu-iterations', vus: 7, iterations: 2 },
    shared: { executor: 'shared-iterations', vus: 4, iterations: 10 },
    observer: { executor: 'per-vu-iterations', vus: 1, iterations: 3 },
  },
  thresholds: Object.fromEntries(
    [...all, 'observer'].filter((name) => name !== 'loop').map((name) => [`iterations{scenario:${name}}`, []]),
  ),
};

export default async function () {
  const { name, startTime, iterationInTest, iterationInInstance } = exec.scenario;
  if (name === 'arrivals' || name === 'ramp') {
    console.log('start', name, Date.now() - startTime);
    console.log(name, iterationInTest, iterationInInstance);
  } else if (name === 'loop') {
    if (exec.vu.iterationInScenario === 0) console.log('start', name, Date.now() - startTime);
    await sleep(2);
  } else if (name !== 'shared')
    console.log(name, exec.vu.iterationInScenario, __VU > 0, exec.vu.idInTest > exec.vu.idInInstance);
}
