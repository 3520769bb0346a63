import { createServer } from 'node:https';
import { expect, onTestFinished, test } from 'vitest';
import { hasOpenssl, makeCertificate } from '../helpers/certificate.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { closedPort, listen, serveHttp, serveTcp } from '../helpers/local-server.ts';
import { percentileOfBuckets, receiveOtlp } from '../helpers/otlp-receiver.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

test.each(ENGINES)('a receiver of OTLP gets from %s what the result has', async (ENGINE) => {
  const receiver = await receiveOtlp();
  const api = await serveFlagApi(healthyApi);
  const { result, output } = await runPoolproof({
    ENGINE,
    BASE_URL: api.url,
    OTLP_ENDPOINT: receiver.url,
    OTLP_HEADERS: 'authorization=Bearer abc=',
  });
  expect(output).not.toMatch(/cannot be sent|Bearer/);
  expect(receiver.requests.at(-1)?.headers.authorization).toBe('Bearer abc=');
  const sent = Object.fromEntries(
    receiver.pointsOf('http_reqs').map(({ attributes, asInt }) => [attributes[0]?.value.stringValue, asInt]),
  );
  const counted = Object.entries(result?.scenarios ?? {}).map(([name, { requests }]) => [name, `${requests}`]);
  expect(counted.length).toBeGreaterThan(0);
  expect(sent).toEqual(Object.fromEntries(counted));
  const [end, ...more] = receiver.pointsOf('end_time');
  expect(more).toEqual([]);
  expect(Number(end?.asDouble)).toBeGreaterThan(Date.parse(result?.startedAt ?? ''));
  for (const { attributes, count = '0', scale = 0, positive } of receiver.pointsOf('http_req_duration')) {
    const latency = result?.scenarios[attributes[0]?.value.stringValue ?? '']?.latencyMs;
    if (positive === undefined) throw new Error('No buckets');
    expect(Math.abs(percentileOfBuckets({ count, scale, positive }, 1) / (latency?.max ?? 0) - 1)).toBeLessThan(0.02);
  }
});

/** Runs a short load that sends to an endpoint; resolves to what was said of that. */
async function saidOf(OTLP_ENDPOINT: string, env: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
  const api = await serveFlagApi(healthyApi);
  const secrets = { OTLP_HEADERS: 'authorization=Bearer s3cret,x-key=topsecret' };
  const { output, exitCode } = await runPoolproof({ BASE_URL: api.url, OTLP_ENDPOINT, ...secrets, RATE: '10', ...env });
  expect(output).toMatch(/\bHEALTHY/);
  expect(output).not.toContain('secret');
  expect(output).not.toContain('s3cret');
  expect(exitCode).toBe(0);
  return output.match(/^poolproof: metrics cannot be sent: .*$/gm) ?? [];
}

/** Answers always the same. */
function answering(status: number, text = '', headers = {}): Promise<string> {
  return serveHttp((_request, response) => response.writeHead(status, headers).end(text));
}

test.each([
  [
    'is gone',
    async () => `http://user:secret@127.0.0.1:${await closedPort()}`,
    /cannot be reached: connect ECONNREFUSED/,
  ],
  ['hangs', async () => `http://127.0.0.1:${await serveTcp(() => {})}`, /did not answer within 2 s/],
  [
    'closes',
    async () => `http://127.0.0.1:${await serveTcp((socket) => socket.end())}`,
    /cannot be reached: socket hang up/,
  ],
  ['wants credentials', () => answering(401), /answered 401: OTLP_HEADERS may have the credentials/],
  ['is elsewhere', () => answering(404), /answered 404: OTLP_ENDPOINT is what comes before \/v1\/metrics/],
  ['has a fault', () => answering(500, 'no room for Bearer s3cret'), /answered 500 \(no room for \*\*\*\)\./],
  ['has too much to do', () => answering(429, '', { 'retry-after': '1' }), /answered 429\./],
  [
    'takes a part',
    () => answering(200, '{"partialSuccess":{"rejectedDataPoints":"2","errorMessage":"too old"}}'),
    /took all but 2 points \(too old\)/,
  ],
])('a receiver that %s is named once, and changes no verdict', async (_how, start, reason) => {
  const said = await saidOf(await start());
  expect(said).toEqual([expect.stringMatching(reason)]);
});

test('a redirect is not followed: nobody named the host that it leads to', async () => {
  const elsewhere = await receiveOtlp();
  const redirecting = await answering(307, '', { location: `${elsewhere.url}/v1/metrics` });
  expect(await saidOf(redirecting)).toEqual([expect.stringMatching(/answered 307, a redirect: set OTLP_ENDPOINT/)]);
  expect(elsewhere.requests).toEqual([]);
});

test('the last metrics are sent again to a receiver that wants them later', async () => {
  const statuses = [503, 200];
  let asked = 0;
  const busy = await serveHttp((request, response) => {
    response.writeHead(statuses[asked] ?? 500, { 'retry-after': '1' });
    asked += 1;
    request.resume().once('end', () => response.end());
  });
  expect(await saidOf(busy)).toEqual([expect.stringMatching(/answered 503/)]);
  expect(asked).toBe(2);
});

test.skipIf(!hasOpenssl)('a receiver whose certificate CA_FILE has is trusted, and no other', async () => {
  const certificate = makeCertificate('IP:127.0.0.1');
  onTestFinished(certificate.remove);
  let received = 0;
  const server = createServer(certificate, (request, response) => {
    received += 1;
    request.resume().once('end', () => response.end('{}'));
  });
  const url = `https://127.0.0.1:${await listen(server)}`;
  expect(await saidOf(url)).toEqual([
    expect.stringMatching(/cannot be reached: self-signed certificate\. Set CA_FILE to a file with the certificate/),
  ]);
  expect(received).toBe(0);
  expect(await saidOf(url, { CA_FILE: certificate.file })).toEqual([]);
  expect(received).toBeGreaterThan(0);
});

test.each([
  [
    { OTLP_ENDPOINT: 'localhost:4318' },
    'OTLP_ENDPOINT="localhost:4318" is not allowed: give http:// or https:// and a host',
  ],
  [{ OTLP_HEADERS: 'Bearer s3cret' }, 'OTLP_HEADERS is not allowed: give name=value'],
])('%j is refused in one line, and nothing is sent', async (env, line) => {
  const api = await serveFlagApi(healthyApi);
  const { output, exitCode } = await runPoolproof({ BASE_URL: api.url, ...env });
  expect(output).toContain(line.split(' is not allowed')[0]);
  expect(output).not.toContain('s3cret');
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});
