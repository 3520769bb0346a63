import { readFileSync } from 'node:fs';
import {
  checkServerIdentity,
  createSecureContext,
  type PeerCertificate,
  rootCertificates,
  type SecureContext,
} from 'node:tls';

// Where systems keep their bundle of trusted certificates (Go: crypto/x509/root_linux.go and its siblings).
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

let shared: SecureContext | undefined;

/**
 * A TLS context that trusts what k6 trusts: the system's certificates, or Node's where the system has none, and with them
 * those of SSL_CERT_FILE.
 */
export function systemSecureContext(): SecureContext {
  shared ??= createSecureContext({ ca: [...givenBundle(), ...systemBundle()], minVersion: 'TLSv1.2' });
  return shared;
}

/** As Go: a certificate is for the names in subjectAltName, and never for that of its subject. */
export function checkServerName(hostname: string, certificate: PeerCertificate): Error | undefined {
  return checkServerIdentity(hostname, { ...certificate, subject: { ...certificate.subject, CN: '' } });
}

function givenBundle(): readonly string[] {
  const { SSL_CERT_FILE: file } = process.env;
  const bundle = file ? readIfThere(file) : undefined;
  return bundle === undefined ? [] : [bundle];
}

function systemBundle(): readonly string[] {
  for (const path of BUNDLES) {
    const bundle = readIfThere(path);
    if (bundle !== undefined) return [bundle];
  }
  return rootCertificates;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
