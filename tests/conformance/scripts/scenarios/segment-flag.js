// A segment given by flag, without a sequence, and of uneven length.
// log: unordered
// args: --execution-segment=0:3/5
import exec from 'k6/execution';

export const options = {
  scenarios: {
    arrivals: { executor: 'constant-arrival-rate', rate: 20, duration: '1030ms', preAllocatedVUs: 20 },
    each: { executor: 'per-vu-iterations', vus: 9, iterations: 1 },
  },
  thresholds: { 'iterations{scenario:arrivals}': [], 'iterations{scenario:each}': [] },
};

export default function () {
  const { name, startTime, iterationInTest } = exec.scenario;
  if (name === 'each') return;
  console.log('start', name, Date.now() - startTime);
  console.log(name, iterationInTest, exec.test.options.executionSegment, exec.test.options.executionSegmentSequence);
}
