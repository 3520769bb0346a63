// exec.test.options: consolidated, frozen, null where nothing is set; unknown fields are warned of.
// varies: iterations
import exec from 'k6/execution';

export const options = {
  scenarios: {
    a: {
      executor: 'constant-arrival-rate',
      rate: 5,
      duration: '1s',
      preAllocatedVUs: 2,
      tags: { x: 'y' },
      env: { E: '1' },
    },
  },
  thresholds: {
    iterations: ['count>0'],
    'checks{a:b}': [{ threshold: 'rate>=0', abortOnFail: true, delayAbortEval: '1m' }],
  },
  tags: { t: 'u' },
  batch: 3,
  noConnectionReuse: true,
  setupTimeout: '5s',
  typo: 1,
};

export default function () {
  if (exec.scenario.iterationInTest > 0) return;
  const { options: consolidated } = exec.test;
  console.log(Object.isFrozen(consolidated), Object.keys(consolidated).sort().join());
  for (const name of Object.keys(consolidated).sort()) console.log(name, JSON.stringify(consolidated[name]));
}
