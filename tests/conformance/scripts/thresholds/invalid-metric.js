// A threshold on a metric that is not there.
export const options = { thresholds: { nosuch: ['count>0'] } };

export default function () {}
