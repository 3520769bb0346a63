// An unknown executor.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { scenarios: { a: { executor: 'externally-controlled', duration: '1s' } } };

export default function () {}
