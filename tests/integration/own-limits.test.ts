import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

function limitsFile(text: string): string {
  const file = join(temporaryFolder(), 'limits.json');
  writeFileSync(file, text);
  return file;
}

test.each(ENGINES)('LIMITS decides the verdict on %s, and the report shows it', async (ENGINE) => {
  const api = await serveFlagApi(healthyApi);
  // No answer takes less than a microsecond.
  const LIMITS = limitsFile('{"latency-p95": 0.001, "checks": null}');
  const { exitCode, output, result } = await runPoolproof({ ENGINE, BASE_URL: api.url, LIMITS });
  expect(exitCode).toBe(99);
  expect(output).toMatch(/\bUNHEALTHY/);
  const rules = result?.rules ?? [];
  expect(rules.find(({ id }) => id === 'latency-p95')).toMatchObject({ status: 'fail', limit: 'p(95)<0.001' });
  expect(rules.some(({ id }) => id === 'checks')).toBe(false);
  expect(result?.settings?.LIMITS).toContain('"latency-p95":0.001');
});

const JOURNEY = `
import { journey } from 'poolproof';
const list = { cache: 'warm', send: ({ get }: any) => get('/config/flags') } as const;
export default journey({
  requests: {
    // No answer takes less than a microsecond.
    one: { ...list, share: 60, limits: { 'scenario-latency-p95': 0.001 } },
    two: { ...list, share: 20, limits: { 'scenario-latency-p95': 0.001, 'dropped-iterations': null } },
    three: { ...list, share: 20 },
  },
});
`;

test.each(ENGINES)('limits of single requests decide on %s, LIMITS before those of the journey', async (ENGINE) => {
  const api = await serveFlagApi(healthyApi);
  const file = join(temporaryFolder(), 'three.ts');
  writeFileSync(file, JOURNEY);
  const LIMITS = limitsFile('{"scenario-latency-p95:two": 60000, "dropped-iterations:three": null}');
  const env = { ENGINE, BASE_URL: api.url, JOURNEY: file, DURATION: '6s', LIMITS };
  const { exitCode, output, result, resultsDir } = await runPoolproof(env);
  expect(exitCode).toBe(99);
  const rules = Object.fromEntries((result?.rules ?? []).map((rule) => [rule.id, rule]));
  expect(rules['scenario-latency-p95:one']).toMatchObject({
    status: 'fail',
    limit: 'p(95)<0.001',
    limitFrom: 'journey',
  });
  expect(rules['scenario-latency-p95:two']).toMatchObject({ status: 'pass', limit: 'p(95)<60000' });
  expect(rules['scenario-latency-p95:two']).not.toHaveProperty('limitFrom');
  expect(rules['scenario-latency-p95:three']).toMatchObject({ status: 'pass', limit: 'p(95)<5000' });
  const dropped = Object.keys(rules).filter((id) => id.startsWith('dropped-iterations'));
  expect(dropped).toEqual(['dropped-iterations:one']);
  expect(output).toContain("limit < 0.001 ms, the journey's own");
  expect(readFileSync(join(resultsDir, 'latest/report.md'), 'utf8')).toContain("0.001 ms, the journey's own");
});

test.each(ENGINES)(
  'a scenario that is not there is refused on %s in phases too, before anything is sent',
  async (ENGINE) => {
    const api = await serveFlagApi(healthyApi);
    const LIMITS = '{"dropped-iterations:list": 3}';
    const { exitCode, output } = await runPoolproof({ ENGINE, BASE_URL: api.url, LIMITS }, 'spike');
    expect(output).toContain(
      'dropped-iterations has no scenario \\"list\\": give any of before, spike, recovery, after',
    );
    expect(exitCode).toBe(104);
    expect(api.requestCount()).toBe(0);
  },
);

test.each([
  ['{"latency": 30}', 'LIMITS is not allowed: there is no rule "latency"'],
  ['{"generator-start-delay": null}', 'LIMITS is not allowed: generator-start-delay tells whether'],
  [
    '{"scenario-latency-p95:lst": 30}',
    'LIMITS is not allowed: scenario-latency-p95 has no scenario "lst": give any of all',
  ],
  ['{"latency-p95:all_flags": 30}', 'LIMITS is not allowed: latency-p95 is about no single scenario, so'],
  ['latency-p95: 30', 'is not allowed: it holds no limits; give a file such as'],
])('limits such as %s are refused in one line, and nothing is sent', async (text, line) => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof({ BASE_URL: api.url, LIMITS: limitsFile(text) });
  expect(output).toContain(line);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

test('LIMITS that names no file is refused in one line', async () => {
  const { exitCode, output } = await runPoolproof({ LIMITS: '/nonexistent.json' });
  expect(output).toBe('LIMITS="/nonexistent.json" is not allowed: it cannot be read (ENOENT)\n');
  expect(exitCode).toBe(104);
});
