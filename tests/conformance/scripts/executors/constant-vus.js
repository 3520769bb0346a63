// VUs loop until the duration is over; what is under way then may end.
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = { vus: 2, duration: '1100ms' };

export default async function () {
  console.log('start', `vu${exec.vu.idInTest}`, Date.now() - exec.scenario.startTime);
  await sleep(0.4);
}
