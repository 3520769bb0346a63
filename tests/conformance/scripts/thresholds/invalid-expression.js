// A threshold that is no expression.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { thresholds: { iterations: ['count = 1'] } };

export default function () {}
