// What a response is, as far as it is the same each time.
export const without = (object, ...names) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
export const one = (r) =>
  r?.timings
    ? {
        status: r.status,
        status_text: r.status_text,
        error: r.error,
        error_code: r.error_code,
        body: r.body,
        url: r.url,
        headers: without(r.headers, 'Date', 'Connection', 'Keep-Alive', 'Content-Length'),
        cookies: r.cookies,
        proto: r.proto,
        remote: `${r.remote_ip} ${r.remote_port > 0}`,
        request: r.request && { ...r.request, headers: without(r.request.headers, 'User-Agent', 'Content-Length') },
        ocsp: r.ocsp,
        tls: r.tls_version,
        zero: r.timings.duration === 0 && r.timings.blocked === 0,
      }
    : r;
export const sorted = (_key, value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;
export const describe = (value) => {
  if (Array.isArray(value)) return value.map(one);
  if (!value || typeof value !== 'object' || value.timings) return one(value);
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, each]) => [key, one(each)]),
  );
};
