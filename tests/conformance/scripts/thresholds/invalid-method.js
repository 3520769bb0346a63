// A threshold with a method that the metric does not have.
export const options = { thresholds: { http_req_duration: ['count>0'] } };

export default function () {}
