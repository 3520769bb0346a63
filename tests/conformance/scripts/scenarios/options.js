// startTime, exec, env and tags of scenarios; VUs that are used again keep their module state and number.
// log: unordered
import exec from 'k6/execution';

let seen = 0;

export const options = {
  scenarios: {
    first: {
      executor: 'per-vu-iterations',
      vus: 2,
      iterations: 2,
      maxDuration: '1s',
      gracefulStop: '0s',
      env: { A: 'first' },
      tags: { a: '1' },
    },
    second: {
      executor: 'per-vu-iterations',
      vus: 2,
      iterations: 1,
      startTime: '1500ms',
      env: { B: 'second' },
      exec: 'other',
    },
  },
  thresholds: { 'iterations{a:1}': [], 'iterations{a:changed}': [], 'iterations{scenario:second}': [] },
};

export default function () {
  console.log(
    [__VU, __ITER, seen++, __ENV.A, __ENV.B, exec.scenario.name, exec.vu.iterationInScenario, exec.vu.tags.a].join(' '),
  );
  exec.vu.metrics.tags.a = 'changed';
}

export function other() {
  console.log('start', 'second', Date.now() - exec.scenario.startTime);
  console.log(
    'other',
    [__VU, __ITER, seen++, __ENV.A, __ENV.B, exec.vu.iterationInScenario, exec.vu.metrics.tags.a].join(' '),
  );
}
