// A percentile above 100.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { thresholds: { http_req_duration: ['p(101)<500'] } };

export default function () {}
