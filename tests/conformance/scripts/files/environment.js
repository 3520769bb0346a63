// The environment in init code, options and each hook.
// args: -e RUNS=2 -e NAME=value
// env: FROM_SYSTEM=system NAME=overridden
export const options = { iterations: Number(__ENV.RUNS), tags: { name: __ENV.NAME } };

export function setup() {
  console.log('setup', __ENV.NAME, __ENV.FROM_SYSTEM);
  __ENV.NAME = 'changed in setup';
}

export default function () {
  console.log('iteration', __ENV.NAME, __ENV.FROM_SYSTEM);
  __ENV.NAME = 'changed';
}

export function teardown() {
  console.log('teardown', __ENV.NAME);
}

export function handleSummary() {
  return { stdout: `summary ${__ENV.NAME}` };
}
