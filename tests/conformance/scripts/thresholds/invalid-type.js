// A threshold that is no list.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { thresholds: { iterations: 'count>0' } };

export default function () {}
