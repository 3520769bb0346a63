import type { TLSSocket } from 'node:tls';

/** What k6 tells of a TLS connection. */
export interface TlsInfo {
  /** `tls1.2` or `tls1.3`. */
  readonly version: string;
  /** The IANA name, `TLS_AES_128_GCM_SHA256`. */
  readonly cipherSuite: string;
}

/** Describes a connected socket. */
export function tlsInfoOf(socket: TLSSocket): TlsInfo {
  const version = socket.getProtocol()?.replace('TLSv', 'tls') ?? '';
  return {
    version: /\.\d$/.test(version) ? version : `${version}.0`,
    // Go's names of these suites lack the hash.
    cipherSuite: socket
      .getCipher()
      .standardName.replace(/(CHACHA20_POLY1305)_SHA256$/, (whole, name: string) =>
        version === 'tls1.3' ? whole : name,
      ),
  };
}
