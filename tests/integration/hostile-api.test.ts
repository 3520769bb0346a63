import { describe, expect, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hostileModes, serveHostile } from '../helpers/hostile-api.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

const MODES = hostileModes('http://127.0.0.1:1');
/** What is left of megabytes in the output. */
const MOST_OUTPUT = 40_000;
const AUTHORIZATION = 'Bearer hunter2';

describe.each(ENGINES)('a hostile API on %s', (ENGINE) => {
  const names = MODES.filter(({ notOnK6 }) => ENGINE !== 'k6' || !notOnK6).map(({ name }) => name);
  test.each(names)('%s: verdict and first finding are right, and nothing lands elsewhere', async (name) => {
    const elsewhere = await serveFlagApi(healthyApi);
    const mode = hostileModes(elsewhere.url).find((each) => each.name === name);
    if (mode === undefined) throw new Error(`No mode "${name}"`);
    const api = await serveHostile(mode);
    const { exitCode, result, output } = await runPoolproof({
      ENGINE,
      BASE_URL: api.url,
      AUTHORIZATION,
      DURATION: '1s',
      ...mode.env,
    });
    expect.soft(output).toMatch(mode.says ?? /./);
    // A machine that is busy with other tests is a finding of its own.
    const findings = (result?.findings ?? []).filter(({ id }) => id !== 'generator-overloaded');
    expect.soft(findings[0]?.id ?? null).toBe(mode.finding);
    expect(exitCode).toBe(mode.exitCode);
    expect(elsewhere.requestCount()).toBe(0);
    expect(output.length).toBeLessThan(MOST_OUTPUT);
    expect(output).not.toContain('hunter2');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(output).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});
