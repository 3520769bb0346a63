// A threshold with a unit.
// differs in log: The embedded engine has its own words, with what to do about it.
export const options = { thresholds: { http_req_duration: ['p(95)<500ms'] } };

export default function () {}
