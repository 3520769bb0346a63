// exec.test.abort() in init code.
import exec from 'k6/execution';

exec.test.abort('why');

export default function () {}
