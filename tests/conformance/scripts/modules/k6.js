// k6: sleep, randomSeed, fail.
import k6, { fail, randomSeed, sleep } from 'k6';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message} ${error instanceof Error}`;
  }
};
const slept = (seconds) => {
  const before = Date.now();
  const result = sleep(seconds);
  return `${result} ${Date.now() - before >= 45}`;
};

export default function () {
  console.log(Object.keys(k6).sort().join());
  console.log(slept(0.05), slept('0.05'), slept(0), slept(), slept('x'), slept(-1), slept(null), slept(true) && 'true');
  randomSeed(42);
  const first = Math.random();
  randomSeed(42);
  console.log(first === Math.random(), first !== Math.random());
  console.log(
    attempt(() => fail('why')),
    attempt(() => fail()),
    attempt(() => fail(5)),
  );
}
