// exec.test.fail() marks the run, which goes on.
import exec from 'k6/execution';

export const options = { iterations: 2 };

export default function () {
  exec.test.fail('why');
  console.log('went on');
}
