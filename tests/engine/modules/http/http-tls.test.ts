import { createServer as createHttpsServer } from 'node:https';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createHttpModule } from '../../../../src/engine/modules/http/http-module.ts';
import type { Response } from '../../../../src/engine/modules/http/response.ts';
import { hasOpenssl, makeCertificate } from '../../../helpers/certificate.ts';
import { FakeVu } from '../../../helpers/fake-vu.ts';
import { listen } from '../../../helpers/local-server.ts';

if (!hasOpenssl) process.stdout.write('Skipping the TLS tests: openssl is not on PATH\n');

async function serveTls(): Promise<{ port: number; cert: string }> {
  const certificate = makeCertificate();
  onTestFinished(certificate.remove);
  const server = createHttpsServer(certificate, (_, response) => {
    response.end('secret');
  });
  return { port: await listen(server), cert: certificate.file };
}

function get(vu: FakeVu, url: string): Promise<Response> {
  return (createHttpModule(vu).get as (url: string) => Promise<Response>)(url);
}

test.skipIf(!hasOpenssl)('a certificate of an unknown authority is refused', async () => {
  const vu = new FakeVu();
  const response = await get(vu, `https://127.0.0.1:${(await serveTls()).port}/`);
  expect(response).toMatchObject({ status: 0, error: 'x509: unknown authority', error_code: 1310 });
  vu.dispose();
});

test.skipIf(!hasOpenssl)(
  'insecureSkipTLSVerify takes any certificate; version and cipher are told as k6 does',
  async () => {
    const vu = new FakeVu({ insecureSkipTLSVerify: true });
    const response = await get(vu, `https://127.0.0.1:${(await serveTls()).port}/`);
    expect(response).toMatchObject({ status: 200, body: 'secret', tls_version: 'tls1.3' });
    expect(response.tls_cipher_suite).toMatch(/^TLS_AES_\d+_GCM_SHA\d+$/);
    expect(response.timings.tls_handshaking).toBeGreaterThan(0);
    expect(vu.tagsOf('http_reqs')).toMatchObject([{ tls_version: 'tls1.3', status: '200' }]);
    expect(vu.receivedBytes).toBeGreaterThan(500);
    vu.dispose();
  },
);

test.skipIf(!hasOpenssl)('certificates that the system trusts are taken, for the host they are made for', async () => {
  const { port, cert } = await serveTls();
  vi.stubEnv('SSL_CERT_FILE', cert);
  // The system's certificates are read once per process: a fresh copy of the module reads them again.
  vi.resetModules();
  onTestFinished(() => void vi.unstubAllEnvs());
  const fresh = await import('../../../../src/engine/modules/http/http-module.ts');
  const vu = new FakeVu();
  const request = fresh.createHttpModule(vu).asyncRequest as (method: string, url: string) => Promise<Response>;
  expect(await request('GET', `https://localhost:${port}/`)).toMatchObject({ status: 200, body: 'secret' });
  expect(await request('GET', `https://127.0.0.1:${port}/`)).toMatchObject({
    error: "x509: certificate doesn't match hostname",
    error_code: 1311,
  });
  vu.dispose();
});
