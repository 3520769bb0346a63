// Starts at a fixed rate, the first at once, from another unit of time as well.
import exec from 'k6/execution';

export const options = {
  scenarios: {
    perSecond: { executor: 'constant-arrival-rate', rate: 20, duration: '1030ms', preAllocatedVUs: 20 },
    perUnit: { executor: 'constant-arrival-rate', rate: 3, timeUnit: '500ms', duration: '1100ms', preAllocatedVUs: 20 },
  },
  thresholds: { 'iterations{scenario:perSecond}': [], 'iterations{scenario:perUnit}': [] },
};

export default function () {
  console.log('start', exec.scenario.name, Date.now() - exec.scenario.startTime);
}
