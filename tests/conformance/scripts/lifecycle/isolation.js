// VUs share no variable, no global, no environment; a VU keeps its own over its iterations.
// log: unordered
let local = 0;

export const options = { scenarios: { a: { executor: 'per-vu-iterations', vus: 3, iterations: 2 } } };

export default function () {
  globalThis.shared = (globalThis.shared ?? 0) + 1;
  __ENV.COUNT = Number(__ENV.COUNT ?? 0) + 1;
  local++;
  console.log(local, globalThis.shared, __ENV.COUNT, typeof __ENV.COUNT);
}
