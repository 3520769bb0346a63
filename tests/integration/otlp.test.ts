import { expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { closedPort, serveHttp, serveTcp } from '../helpers/local-server.ts';
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
  for (const { attributes, count = '0', scale = 0, positive } of receiver.pointsOf('http_req_duration')) {
    const latency = result?.scenarios[attributes[0]?.value.stringValue ?? '']?.latencyMs;
    if (positive === undefined) throw new Error('No buckets');
    expect(Math.abs(percentileOfBuckets({ count, scale, positive }, 1) / (latency?.max ?? 0) - 1)).toBeLessThan(0.02);
  }
});

test('a receiver that is gone, refuses, hangs or sends elsewhere is named once, and changes no verdict', async () => {
  const api = await serveFlagApi(healthyApi);
  const gone = `http://user:secret@127.0.0.1:${await closedPort()}`;
  const refusing = await serveHttp((_request, response) => response.writeHead(401).end());
  const hanging = `http://127.0.0.1:${await serveTcp(() => {})}`;
  const elsewhere = await receiveOtlp();
  const redirecting = await serveHttp((_request, response) =>
    response.writeHead(307, { location: `${elsewhere.url}/v1/metrics` }).end(),
  );
  const runs = await Promise.all(
    [gone, refusing, hanging, redirecting].map((OTLP_ENDPOINT) =>
      runPoolproof({ BASE_URL: api.url, OTLP_ENDPOINT, RATE: '10' }),
    ),
  );
  const reasons = [
    /cannot be reached: connect ECONNREFUSED/,
    /answered 401/,
    /did not answer within 2 s/,
    /cannot be reached/,
  ];
  for (const [index, { output, exitCode }] of runs.entries()) {
    const said = output.match(/^poolproof: metrics cannot be sent: .*$/gm) ?? [];
    expect(said).toEqual([expect.stringMatching(reasons[index] ?? /^$/)]);
    expect(output).toMatch(/\bHEALTHY/);
    expect(output).not.toContain('secret');
    expect(exitCode).toBe(0);
  }
  expect(elsewhere.requests).toEqual([]);
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
