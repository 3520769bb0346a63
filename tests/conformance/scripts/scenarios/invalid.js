// All that is wrong with scenarios is told at once, before anything runs.
export const options = {
  scenarios: {
    'bad name': { executor: 'constant-vus', duration: '1s' },
    closed: { executor: 'constant-vus', vus: 0, duration: '0s' },
    each: { executor: 'per-vu-iterations', vus: 0, iterations: 0, maxDuration: '10ms' },
    few: { executor: 'shared-iterations', vus: 5, iterations: 2 },
    gone: { executor: 'constant-vus', duration: '1s', exec: 'nowhere', startTime: '-1s', gracefulStop: '-1s' },
    rate: { executor: 'constant-arrival-rate', rate: 0, duration: '500ms', maxVUs: 1 },
    rates: { executor: 'ramping-arrival-rate', startRate: -1, stages: [], preAllocatedVUs: 2, maxVUs: 1 },
    stages: { executor: 'ramping-vus', startVUs: -1, stages: [{ target: -1, duration: '-1s' }, {}] },
  },
};

export default function () {}
