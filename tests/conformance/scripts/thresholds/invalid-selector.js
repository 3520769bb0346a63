// A selector without a value.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { thresholds: { 'iterations{scenario}': ['count>0'] } };

export default function () {}
