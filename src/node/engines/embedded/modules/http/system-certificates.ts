import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

// Where systems keep their bundle of trusted certificates (Go: crypto/x509/root_linux.go and its siblings).
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

let shared: SecureContext | undefined;

/** A TLS context that trusts the system's certificates, as k6 does, or Node's where the system has no bundle. */
export function systemSecureContext(): SecureContext {
  shared ??= createSecureContext({ ca: readBundle() ?? [...rootCertificates], minVersion: 'TLSv1.2' });
  return shared;
}

function readBundle(): string | undefined {
  const chosen = process.env.SSL_CERT_FILE;
  for (const path of chosen === undefined ? BUNDLES : [chosen]) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // The next place may have it.
    }
  }
  return undefined;
}
