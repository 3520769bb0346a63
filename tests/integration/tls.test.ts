import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Certificate, hasOpenssl, makeCertificate } from '../helpers/certificate.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ENGINES, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

if (!hasOpenssl) process.stdout.write('Skipping the tests of CA_FILE and INSECURE_TLS: openssl is not on PATH\n');

/** An API and a Redis that speak TLS only, with a certificate that the system does not trust. */
async function serveOverTls(): Promise<{ certificate: Certificate; BASE_URL: string; REDIS_URL: string }> {
  const certificate = makeCertificate('IP:127.0.0.1');
  onTestFinished(certificate.remove);
  const api = await serveFlagApi(healthyApi, certificate);
  const port = await getPort({ host: '127.0.0.1' });
  const files = ['--tls-cert-file', certificate.file, '--tls-key-file', certificate.keyFile];
  await startRedisServer(
    '--tls-port',
    `${port}`,
    '--tls-auth-clients',
    'no',
    '--tls-ca-cert-file',
    certificate.file,
    ...files,
  );
  return { certificate, BASE_URL: api.url, REDIS_URL: `rediss://127.0.0.1:${port}` };
}

describe.skipIf(!hasOpenssl).each(ENGINES)('TLS on %s', (ENGINE) => {
  test('CA_FILE makes the certificates of API and Redis trusted, and says what to do without it', async () => {
    const { certificate, ...env } = await serveOverTls();
    const { result, output } = await runPoolproof({ ENGINE, ...env, CA_FILE: certificate.file });
    expect(result?.checks.map(({ fails }) => fails)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(result?.redis).toMatchObject({ failedCommands: 0 });
    expect(output).toContain(`against ${env.BASE_URL}\n`);
    const untrusted = await runPoolproof({ ENGINE, ...env });
    expect(untrusted.exitCode).toBe(108);
    expect(untrusted.output).toContain(
      'Set CA_FILE to a file with the certificate of its authority, or INSECURE_TLS=1 to verify nothing',
    );
  });

  test('a certificate for another host is refused although its authority is trusted', async () => {
    const { certificate, BASE_URL } = await serveOverTls();
    const elsewhere = BASE_URL.replace('127.0.0.1', 'localhost');
    const { exitCode, output } = await runPoolproof({ ENGINE, BASE_URL: elsewhere, CA_FILE: certificate.file });
    expect(exitCode).toBe(108);
    expect(output).toContain("x509: certificate doesn't match hostname");
  });

  test('INSECURE_TLS=1 takes any certificate, and the page says that none was verified', async () => {
    const { certificate: _, ...env } = await serveOverTls();
    const { result, output } = await runPoolproof({ ENGINE, ...env, INSECURE_TLS: '1' });
    expect(result?.redis).toMatchObject({ failedCommands: 0 });
    expect(result?.target).toMatchObject({ isTlsUnverified: true });
    expect(output).toContain(`against ${env.BASE_URL} (TLS not verified)`);
  });
});

test('a CA_FILE without certificates is refused in one line', async () => {
  const file = join(temporaryFolder(), 'ca.pem');
  writeFileSync(file, '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n');
  for (const path of [file, '/dev/zero', 'missing.pem', 'package.json']) {
    const { exitCode, output } = await runPoolproof({ BASE_URL: 'http://127.0.0.1:1', CA_FILE: path });
    expect(exitCode).toBe(104);
    expect(output).toMatch(/^CA_FILE=".*" is not allowed: give the path of a file .*\n$/);
  }
});
