// exec.test.abort() ends the run; teardown and the summary still run.
import exec from 'k6/execution';

export const options = { iterations: 5 };

export default function () {
  if (__ITER === 1) exec.test.abort('why');
  console.log('went on', __ITER);
}

export function teardown() {
  console.log('teardown');
}
