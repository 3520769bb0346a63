// What is interrupted after gracefulStop leaves no trace: no catch, no finally, no sample.
// log: unordered
import { check, group, sleep } from 'k6';
import { Counter } from 'k6/metrics';

const begun = new Counter('begun');
const ended = new Counter('ended');

export const options = {
  scenarios: {
    blocking: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '200ms', exec: 'blocking' },
    promised: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '0s', exec: 'promised' },
    ticking: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s', exec: 'ticking' },
    justInTime: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '5s', exec: 'justInTime' },
  },
  thresholds: {
    ended: ['count==0'],
    'iterations{scenario:justInTime}': ['count==1'],
    'iterations{scenario:blocking}': ['count==0'],
  },
};

export async function blocking() {
  begun.add(1);
  try {
    await group('g', () => {
      check(1, { before: true });
      return sleep(9);
    });
    check(1, { after: true });
  } finally {
    ended.add(1);
  }
}

export async function promised() {
  begun.add(1);
  try {
    await new Promise((resolve) => setTimeout(resolve, 9000));
  } finally {
    ended.add(1);
  }
}

export function ticking() {
  begun.add(1);
  setInterval(() => {}, 10);
}

export async function justInTime() {
  await sleep(1.4);
}
