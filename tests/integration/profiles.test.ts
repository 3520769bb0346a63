import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ENGINES } from '../helpers/run-poolproof.ts';
import { expectHealthy } from '../helpers/short-profile.ts';

test('every profile has a file of limits, a make target and a chapter in docs/profiles.md of the same name', () => {
  const profiles = readdirSync('src/k6/scenarios').map((file) => file.replace('.ts', ''));
  const makefile = readFileSync('Makefile', 'utf8');
  const chapters = readFileSync('docs/profiles.md', 'utf8');
  for (const profile of profiles) {
    expect(readdirSync('thresholds')).toContain(`${profile}.json`);
    expect(readdirSync('dist/k6')).toContain(`${profile}.js`);
    expect(makefile).toMatch(new RegExp(`^${profile}: .*## .+`, 'm'));
    expect(chapters).toMatch(new RegExp(`^## ${profile}$`, 'm'));
  }
});

test('no bundle is so big that hundreds of VUs evaluating it would matter', () => {
  for (const file of readdirSync('dist/k6')) {
    const bundle = readFileSync(`dist/k6/${file}`, 'utf8');
    // What stands in a function of its own is evaluated by the VU that calls it, and by no other.
    const evaluatedByAll = bundle.replace(/^( *)function load\d*\(\) \{\n[\s\S]*?^\1\}/gm, '');
    expect(withoutIndentation(bundle).length, file).toBeLessThan(345_000);
    expect(withoutIndentation(evaluatedByAll).length, file).toBeLessThan(33_000);
  }
});

function withoutIndentation(text: string): string {
  return text.replace(/^ +/gm, '');
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  test.each(['smoke', 'stress'])('%s finds the reference API healthy', (profile) => expectHealthy(profile, ENGINE));
});
