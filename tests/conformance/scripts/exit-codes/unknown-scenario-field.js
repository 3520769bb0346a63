// An unknown field of a scenario.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { scenarios: { a: { executor: 'constant-vus', duration: '1s', foo: 1 } } };

export default function () {}
