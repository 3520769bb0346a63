import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

type Rule = { readonly id: string; readonly threshold?: string; readonly floor?: object };
type Limits = {
  readonly extends?: string;
  readonly profile: string;
  readonly drop?: string[];
  readonly needs?: string[];
  readonly rules: Rule[];
};

const { readLimits }: { readLimits(folder: string, profile: string): { limits?: Limits; problems: string[] } } =
  await import(new URL('../../esbuild.limits.mjs', import.meta.url).href);

const LOAD = read('thresholds/load.json');

/** The limits of the profile smoke, in a folder beside the real ones of load. */
function readSmoke(smoke: Partial<Limits>, load: object = LOAD) {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-limits-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'load.json'), JSON.stringify(load));
  writeFileSync(join(folder, 'smoke.json'), JSON.stringify({ profile: 'smoke', rules: [], ...smoke }));
  return readLimits(folder, 'smoke');
}

function read(file: string): Limits {
  return JSON.parse(readFileSync(file, 'utf8'));
}

test('a file that extends another has its rules, in their order, with what it changes', () => {
  const { limits, problems } = readSmoke({
    extends: 'load',
    drop: ['latency-p99'],
    rules: [
      { id: 'latency-p95', threshold: 'p(95)<100' },
      { ...(LOAD.rules[0] as Rule), id: 'mine' },
    ],
  });
  expect(problems).toEqual([]);
  const [changed, added, ...rest] = limits?.rules ?? [];
  expect(changed).toEqual({ ...LOAD.rules[0], threshold: 'p(95)<100' });
  expect(added?.id).toBe('mine');
  expect(rest).toEqual(LOAD.rules.slice(2));
});

test('what a profile needs is one of a few things that the command can see to', () => {
  expect(readSmoke({ extends: 'load', needs: ['redis-control', 'cold-api'] })).toMatchObject({
    limits: { needs: ['redis-control', 'cold-api'] },
    problems: [],
  });
  const { problems } = readSmoke({ extends: 'load', needs: ['coffee'] });
  expect(problems.join('\n')).toContain(
    '/needs/0 must be equal to one of the allowed values: redis-control,cold-api (is "coffee")',
  );
});

test('a change of one field of a floor leaves the others', () => {
  const { limits } = readSmoke({ extends: 'load', rules: [{ id: 'latency-p95', floor: { perIteration: 0.5 } }] });
  expect(limits?.rules[0]?.floor).toEqual({ ...LOAD.rules[0]?.floor, perIteration: 0.5 });
});

test('a change of the load profile changes what extends it', () => {
  const load = { ...LOAD, rules: LOAD.rules.map((rule) => ({ ...rule, title: `new ${rule.id}` })) };
  const { limits } = readSmoke({ extends: 'load' }, load);
  expect(limits?.rules).toEqual(load.rules);
});

test.each<[string, Partial<Limits>, RegExp]>([
  [
    'a rule to drop that is not there',
    { extends: 'load', drop: ['latency-p98'] },
    /\/drop has "latency-p98", and load has no such rule/,
  ],
  ['a file to extend that is not there', { extends: 'nothing' }, /\/extends: Cannot read .*nothing\.json/],
  ['itself to extend', { extends: 'smoke' }, /\/extends is "smoke", which extends another/],
  [
    'half a rule that is nobody’s',
    { extends: 'load', rules: [{ id: 'mine', threshold: 'p(95)<100' }] },
    /\/rules\/\d+ must have required property 'title'/,
  ],
  [
    'half a rule without a file to extend',
    { rules: [{ id: 'mine', threshold: 'p(95)<100' }] },
    /\/rules\/0 must have required property 'title'/,
  ],
  ['something to drop without a file to extend', { ...LOAD, profile: 'smoke', drop: ['checks'] }, /must NOT be valid/],
])('is refused: %s', (_what, smoke, problem) => {
  expect(readSmoke(smoke).problems.join('\n')).toMatch(problem);
});

test('every profile has limits without a problem, and its file says only how it differs', () => {
  const profiles = readdirSync('src/k6/scenarios').map((file) => basename(file, '.ts'));
  for (const profile of profiles) expect(readLimits('thresholds', profile).problems).toEqual([]);
  for (const profile of profiles.filter((name) => name !== 'load')) {
    const stated = read(`thresholds/${profile}.json`);
    expect(stated.extends).toBe('load');
    for (const rule of stated.rules) {
      const inLoad = LOAD.rules.find(({ id }) => id === rule.id);
      if (inLoad) expect({ ...inLoad, ...rule }, `${profile}: ${rule.id}`).not.toEqual(inLoad);
    }
  }
});
