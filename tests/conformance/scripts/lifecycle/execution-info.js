// k6/execution in setup, teardown and handleSummary.
import exec from 'k6/execution';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const tell = (where) => {
  console.log(
    where,
    attempt(() => exec.scenario.name),
    attempt(() => typeof exec.instance.vusActive),
    attempt(() => exec.vu.idInTest),
  );
  console.log(
    attempt(() => exec.vu.iterationInInstance),
    attempt(() => exec.vu.iterationInScenario),
    where === 'summary' || attempt(() => exec.vu.metrics.tags.group),
  );
  console.log(
    attempt(() => exec.test.options.iterations),
    attempt(() => typeof exec.test.options.scenarios),
    __VU,
    typeof __ITER,
  );
};

export function setup() {
  tell('setup');
}

export default function () {
  tell('iteration');
}

export function teardown() {
  tell('teardown');
}

export function handleSummary() {
  tell('summary');
  return {};
}
