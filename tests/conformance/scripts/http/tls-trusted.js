// TLS with a certificate that the system trusts: its name must be that of the host.
// env: SSL_CERT_FILE=SERVER
import http from 'k6/http';

const show = (r) =>
  console.log(
    r.status,
    r.error,
    r.error_code,
    r.tls_version,
    r.tls_cipher_suite.length > 0,
    r.timings.tls_handshaking > 0,
  );

export const options = {
  iterations: 2,
  thresholds: { 'http_reqs{tls_version:tls1.3}': [], 'http_reqs{error_code:1311}': [] },
};

export default async function () {
  show(await http.get(`https://localhost:${__ENV.TLS_PORT}/echo`));
  show(await http.get(`https://127.0.0.1:${__ENV.TLS_PORT}/echo`));
}
