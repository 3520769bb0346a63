import { describe, expect, onTestFinished, test } from 'vitest';
import { hasOpenssl, makeCertificate } from '../helpers/certificate.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { startForwardProxy } from '../helpers/forward-proxy.ts';
import { closedPort } from '../helpers/local-server.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

/** A name that only the proxy finds. */
const BASE_URL = 'http://flags.invalid:8080';
const AUTHORIZATION = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;

describe.each(ENGINES)('through a proxy on %s', (ENGINE) => {
  test('requests go through HTTP_PROXY, and the page names it without its password', async () => {
    const api = await serveFlagApi(healthyApi);
    const proxy = await startForwardProxy(Number(new URL(api.url).port));
    const HTTP_PROXY = `http://me:s3cret@127.0.0.1:${proxy.port}`;
    const { exitCode, result, output } = await runPoolproof({ ENGINE, BASE_URL, HTTP_PROXY });
    expect(exitCode).toBe(0);
    expect(proxy.asked[0]).toEqual({ target: `${BASE_URL}/config/flags`, authorization: AUTHORIZATION });
    expect(proxy.asked).toHaveLength(api.requestCount());
    expect(output).toContain(`against ${BASE_URL} (through the proxy http://***@127.0.0.1:${proxy.port})`);
    expect(output + JSON.stringify(result)).not.toContain('s3cret');
  });

  test.skipIf(!hasOpenssl)('https goes through a tunnel of HTTPS_PROXY, and is verified for the API', async () => {
    const certificate = makeCertificate('DNS:flags.invalid');
    onTestFinished(certificate.remove);
    const api = await serveFlagApi(healthyApi, certificate);
    const proxy = await startForwardProxy(Number(new URL(api.url).port));
    const HTTPS_PROXY = `http://me:s3cret@127.0.0.1:${proxy.port}`;
    const env = { ENGINE, BASE_URL: 'https://flags.invalid', HTTPS_PROXY, CA_FILE: certificate.file };
    const { exitCode } = await runPoolproof(env);
    expect(exitCode).toBe(0);
    expect(proxy.asked[0]).toEqual({ target: 'flags.invalid:443', authorization: AUTHORIZATION });
  });

  test('localhost, and what NO_PROXY names, are reached without it', async () => {
    const api = await serveFlagApi(healthyApi);
    const proxy = await startForwardProxy();
    const env = { ENGINE, HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'invalid' };
    const near = await runPoolproof({ ...env, BASE_URL: api.url });
    expect(near.exitCode).toBe(0);
    expect(near.output).not.toContain('proxy');
    const exempt = await runPoolproof({ ...env, BASE_URL });
    expect(exempt.output).toContain(`Cannot reach ${BASE_URL}/config/flags: lookup: no such host`);
    expect(proxy.asked).toEqual([]);
  });

  test('a proxy that is not there, or lets nobody through, is named', async () => {
    const HTTP_PROXY = `http://127.0.0.1:${await closedPort()}`;
    const { exitCode, output } = await runPoolproof({ ENGINE, BASE_URL, HTTP_PROXY });
    expect(exitCode).toBe(108);
    expect(output).toMatch(/: proxyconnect tcp: dial tcp 127\.0\.0\.1:\d+: connect: connection refused\. .*NO_PROXY/);
    const HTTPS_PROXY = `http://127.0.0.1:${(await startForwardProxy()).port}`;
    const refused = await runPoolproof({ ENGINE, BASE_URL: 'https://flags.invalid', HTTPS_PROXY });
    expect(refused.exitCode).toBe(108);
    expect(refused.output).toContain('Proxy Authentication Required');
  });
});

test('a proxy that the engine cannot go through is refused before anything is sent', async () => {
  for (const [proxy, advice] of [
    ['socks5://me:s3cret@127.0.0.1:9', 'the embedded engine goes through http:// proxies only'],
    ['http://me:s3cret@127.0.0.1:99999', 'give http:// and a host'],
  ]) {
    const { exitCode, output } = await runPoolproof({ ENGINE: 'embedded', BASE_URL, HTTP_PROXY: proxy });
    expect(exitCode).toBe(104);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toContain('HTTP_PROXY="');
    expect(output).toContain(advice);
    expect(output).not.toContain('s3cret');
  }
});
