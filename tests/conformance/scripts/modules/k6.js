// k6: sleep, randomSeed, fail.
import k6, { fail, randomSeed, sleep } from 'k6';

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message} ${error instanceof Error}`;
  }
};
const slept = async (seconds) => {
  const before = Date.now();
  const result = await sleep(seconds);
  return `${result} ${Date.now() - before >= 45}`;
};

export default async function () {
  console.log(Object.keys(k6).sort().join());
  const results = [];
  for (const seconds of [0.05, '0.05', 0, undefined, 'x', -1, null]) results.push(await slept(seconds));
  console.log(...results, (await slept(true)) && 'true');
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
