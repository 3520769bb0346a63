import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly file: string;
  readonly keyFile: string;
  readonly key: string;
  readonly cert: string;
  remove(): void;
}

export const hasOpenssl: boolean = spawnSync('openssl', ['version']).status === 0;

/** Makes a certificate that is signed by itself, for these names: those of the extension subjectAltName. */
export function makeCertificate(names = 'DNS:localhost'): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-tls-'));
  const [keyFile, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const owner = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`];
  execFileSync('openssl', [...kind, ...owner, '-keyout', keyFile, '-out', file], { stdio: 'ignore' });
  return {
    file,
    keyFile,
    key: readFileSync(keyFile, 'utf8'),
    cert: readFileSync(file, 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
