// The options vus, iterations and duration stand for shared-iterations.
import exec from 'k6/execution';

export const options = { vus: 2, iterations: 4, duration: '20s' };

export default function () {
  if (exec.scenario.iterationInTest === 3) console.log(JSON.stringify(exec.test.options.scenarios));
}
