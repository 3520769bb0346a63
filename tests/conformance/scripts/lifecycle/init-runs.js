// How often init code runs, and for which VUs; data of setup is each VU's own.
// log: unordered
import exec from 'k6/execution';

console.log('init', __VU, typeof __ITER);

export const options = { vus: 3, iterations: 3 };

export function setup() {
  console.log('setup', __VU, typeof __ITER, exec.vu.idInTest);
  try {
    console.log(exec.scenario.name);
  } catch (error) {
    console.log(String(error));
  }
  return { n: 0 };
}

export default function (data) {
  data.n++;
}

export function teardown(data) {
  console.log('teardown', data.n, __VU, typeof __ITER);
}
