import { writeFileSync } from 'node:fs';
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

test.each([
  ['{"latency": 30}', 'LIMITS is not allowed: there is no rule "latency"'],
  ['{"generator-start-delay": null}', 'LIMITS is not allowed: generator-start-delay tells whether'],
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
