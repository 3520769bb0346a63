// An abortOnFail that is text.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { thresholds: { checks: [{ threshold: 'rate>0', abortOnFail: 'true' }] } };

export default function () {}
