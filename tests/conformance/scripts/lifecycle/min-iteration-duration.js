// minIterationDuration holds a VU back.
import exec from 'k6/execution';

export const options = { iterations: 3, minIterationDuration: '300ms' };

export default function () {
  console.log('start', 'iteration', Date.now() - exec.scenario.startTime);
}
