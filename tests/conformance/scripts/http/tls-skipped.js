// insecureSkipTLSVerify takes any certificate.
import http from 'k6/http';

export const options = { insecureSkipTLSVerify: true, thresholds: { 'http_reqs{tls_version:tls1.3}': [] } };

export default async function () {
  const r = await http.get(`https://127.0.0.1:${__ENV.TLS_PORT}/echo`);
  console.log(r.status, r.error, r.tls_version, r.proto, r.ocsp.status);
}
