// TLS: an authority that is not known, and not looking at certificates at all.
import http from 'k6/http';

const show = (r) =>
  console.log(r.status, r.error, r.error_code, r.tls_version, typeof r.tls_cipher_suite, r.timings.tls_handshaking > 0);

export const options = { thresholds: { 'http_reqs{tls_version:tls1.3}': [], 'http_reqs{error_code:1310}': [] } };

export default async function () {
  show(await http.get(`https://localhost:${__ENV.TLS_PORT}/echo`));
  console.log(
    Object.keys(http)
      .filter((name) => /^(TLS|OCSP)_/.test(name))
      .sort()
      .map((name) => `${name}=${http[name]}`)
      .join(),
  );
}
