// k6/execution: names and values of a scenario, a VU, the instance, the options.

import { group } from 'k6';
import exec from 'k6/execution';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return error.name === 'TypeError' ? error.name : `${error.name}: ${error.message}`;
  }
};

export const options = {
  iterations: 2,
  tags: { t: '1' },
  thresholds: { checks: ['rate>0', { threshold: 'rate<2', abortOnFail: true }] },
};

export default function () {
  console.log(
    Object.keys(exec),
    Object.keys(exec.scenario).sort(),
    Object.keys(exec.vu).sort(),
    Object.keys(exec.test).sort(),
    Object.keys(exec.instance).sort(),
  );
  console.log(
    exec.scenario.name,
    exec.scenario.executor,
    exec.scenario.iterationInInstance,
    exec.scenario.iterationInTest,
    typeof exec.scenario.startTime,
  );
  console.log(exec.scenario.progress >= 0, exec.scenario.progress <= 1, typeof exec.instance.currentTestRunDuration);
  console.log(exec.vu.idInInstance, exec.vu.idInTest, exec.vu.iterationInInstance, exec.vu.iterationInScenario);
  console.log(
    exec.instance.vusInitialized,
    exec.instance.vusActive,
    exec.instance.iterationsCompleted,
    exec.instance.iterationsInterrupted,
  );
  exec.vu.metrics.tags.mine = 5;
  exec.vu.metrics.metadata.trace = 'x';
  console.log(
    exec.vu.metrics.tags.mine,
    exec.vu.metrics.metadata.trace,
    attempt(() => {
      exec.vu.metrics.tags.bad = {};
    }),
    attempt(() => {
      exec.vu.metrics.tags = { all: 'new' };
    }),
  );
  console.log(Object.keys(exec.vu.metrics.tags).sort().join(), JSON.stringify(exec.vu.metrics.tags).length);
  delete exec.vu.metrics.tags.mine;
  console.log(
    exec.vu.metrics.tags.mine,
    attempt(() => delete exec.vu.metrics.tags.scenario),
    exec.vu.metrics.tags.scenario,
    'group' in exec.vu.metrics.tags,
  );
  group('g', () => console.log(exec.vu.metrics.tags.group, exec.vu.tags.group));
  console.log(
    attempt(() => {
      exec.vu.idInTest = 5;
      return exec.vu.idInTest;
    }),
  );
}
