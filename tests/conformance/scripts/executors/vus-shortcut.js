// Only vus: as many iterations as VUs, whatever the scenarios say.
import exec from 'k6/execution';

export const options = { vus: 3, scenarios: { ignored: { executor: 'per-vu-iterations', iterations: 9 } } };

export default function () {
  if (exec.scenario.iterationInTest === 2) console.log(exec.scenario.name, JSON.stringify(exec.test.options.scenarios));
}
