// Starts for which no VU is idle are dropped; one more VU at a time is made as long as maxVUs allows.
// varies: iterations dropped_iterations iterations{scenario:fixed} iterations{scenario:growing} dropped_iterations{scenario:fixed} dropped_iterations{scenario:growing}
// log: unordered
import { sleep } from 'k6';

const rate = {
  executor: 'constant-arrival-rate',
  rate: 10,
  duration: '1950ms',
  preAllocatedVUs: 1,
  tags: { own: 'tag' },
};

export const options = {
  scenarios: { fixed: rate, growing: { ...rate, maxVUs: 3 } },
  thresholds: {
    'iterations{scenario:fixed}': ['count>=2', 'count<=3'],
    'dropped_iterations{scenario:fixed}': ['count>=17', 'count<=18'],
    'iterations{scenario:growing}': ['count>=5', 'count<=8'],
    'dropped_iterations{scenario:growing}': ['count>=12', 'count<=15'],
    'dropped_iterations{own:tag}': ['count==0'],
  },
};

export default async function () {
  await sleep(0.95);
}
