// A rejected promise that nobody handles.
export const options = { scenarios: { only: { executor: 'per-vu-iterations', vus: 1, iterations: 2 } } };

export default function () {
  Promise.reject(new Error('nobody handles this'));
}
