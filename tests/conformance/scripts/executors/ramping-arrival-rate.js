// Starts at a rate that changes: each when the area under the curve reaches the next whole number.
import exec from 'k6/execution';

export const options = {
  scenarios: {
    ramp: {
      executor: 'ramping-arrival-rate',
      stages: [
        { target: 10, duration: '1s' },
        { target: 10, duration: '550ms' },
        { target: 2, duration: '1s' },
      ],
      preAllocatedVUs: 20,
    },
    jump: {
      executor: 'ramping-arrival-rate',
      startRate: 4,
      timeUnit: '500ms',
      stages: [
        { target: 4, duration: '550ms' },
        { target: 15, duration: 0 },
        { target: 15, duration: '510ms' },
      ],
      preAllocatedVUs: 20,
    },
  },
  thresholds: { 'iterations{scenario:ramp}': [], 'iterations{scenario:jump}': [] },
};

export default function () {
  console.log('start', exec.scenario.name, Date.now() - exec.scenario.startTime);
}
