// VUs come and go at computed moments; one that goes may end its iteration, or is interrupted.
// log: unordered
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = {
  scenarios: {
    patient: {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [
        { target: 4, duration: '900ms' },
        { target: 0, duration: '600ms' },
      ],
    },
    strict: {
      executor: 'ramping-vus',
      startVUs: 2,
      stages: [{ target: 0, duration: '1s' }],
      gracefulRampDown: '0s',
      gracefulStop: '0s',
    },
  },
  thresholds: { 'iterations{scenario:strict}': [], 'iterations{scenario:patient}': [] },
};

export default async function () {
  console.log('start', exec.scenario.name, Date.now() - exec.scenario.startTime);
  await sleep(exec.scenario.name === 'strict' ? 0.7 : 2);
}
