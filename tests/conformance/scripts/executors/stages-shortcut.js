// The option stages stands for ramping-vus.
// varies: iterations
// log: unordered

import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = {
  vus: 1,
  stages: [
    { duration: '600ms', target: 3 },
    { duration: '300ms', target: 3 },
  ],
};

export default async function () {
  if (__ITER === 0) console.log('start', 'vus', Date.now() - exec.scenario.startTime);
  if (__ITER === 0)
    console.log(
      exec.scenario.name,
      exec.scenario.executor,
      exec.vu.idInTest,
      JSON.stringify(exec.test.options.scenarios),
    );
  await sleep(0.05);
}
