import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { COMPARED_METRICS } from '../../src/core/compare/compared-metrics.ts';
import { variablesOf } from '../../src/core/journey/journey-variables.ts';
import { LOAD_VARIABLES } from '../../src/core/settings/load-settings.ts';
import { AB_VARIABLES } from '../../src/node/compare/ab-settings.ts';
import { EXIT_CODE } from '../../src/node/exit-code.ts';
import { FAULT_VARIABLES } from '../../src/node/faults/fault-variables.ts';
import { REDIS_FAULT_KINDS } from '../../src/node/faults/redis-fault.ts';
import { readJourney } from '../../src/node/journey/read-journey.ts';
import { MANIFEST_VARIABLES } from '../../src/node/manifests/manifest-variables.ts';
import { COMMAND_VARIABLES } from '../../src/node/settings/command-variables.ts';
import { STACK_VARIABLES } from '../../src/node/settings/unknown-variables.ts';
import { SIZE_VARIABLES } from '../../src/node/size/size-settings.ts';
import { answerJson, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { runCommand } from '../helpers/run-poolproof.ts';

const flags = readJourney('dist/journeys/flags.cjs');

test('docs/settings.md lists every variable with its default, and no other', () => {
  const text = readFileSync('docs/settings.md', 'utf8');
  const rows = [...text.matchAll(/^\| `([A-Z][A-Z_]+)` \| (.+?) \|/gm)].map(([, name, fallback]) => [name, fallback]);
  const ofFlags = Object.values(variablesOf(flags.journey));
  const variables = [...Object.values(LOAD_VARIABLES), ...Object.values(COMMAND_VARIABLES), ...ofFlags];
  expect(rows.map(([name]) => name).sort()).toEqual(variables.map(({ name }) => name).sort());
  for (const { name, fallback } of variables) {
    const shown = rows.find(([row]) => row === name)?.[1] ?? '';
    // A default in words stands where the value itself would say nothing.
    if (shown.startsWith('`')) expect(shown).toBe(`\`${fallback}\``);
    else expect(fallback === '' || name === 'BASE_URL', name).toBe(true);
  }
});

test('docs/exit-codes.md has every exit code of the command', () => {
  const documented = [...readFileSync('docs/exit-codes.md', 'utf8').matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(
    ([, codes = '']) => codes.split(', ').map(Number),
  );
  for (const code of Object.values(EXIT_CODE)) expect(documented).toContain(code);
});

test('docs/prove.md has every fault of the local stack', () => {
  const text = readFileSync('docs/prove.md', 'utf8');
  for (const [name, { meaning }] of [...Object.entries(FAULT_VARIABLES), ...Object.entries(REDIS_FAULT_KINDS)])
    expect(text).toMatch(new RegExp(`^\\| \`${name}\` \\|.*\\| ${escaped(meaning)} \\|$`, 'm'));
  for (const name of STACK_VARIABLES) expect(text).toContain(`\`${name}\``);
});

test('docs/findings.md has a section for every finding, and no other', () => {
  const sources = readdirSync('src/core/findings')
    .map((file) => readFileSync(join('src/core/findings', file), 'utf8'))
    .join('\n');
  const ids = [...sources.matchAll(/\bid: '([a-z-]+)'/g)].map(([, id]) => id);
  const sections = [...readFileSync('docs/findings.md', 'utf8').matchAll(/^## (\S+)$/gm)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(sections.sort()).toEqual([...new Set(ids)].sort());
});

test('the documents tell the mix of the load as it is', () => {
  const table = readFileSync('docs/your-api.md', 'utf8');
  const profiles = readFileSync('docs/profiles.md', 'utf8').replaceAll(/\s+/g, ' ');
  const requests = Object.entries(flags.journey.requests);
  const shares = requests.map(([, { share }]) => `${share} %`);
  for (const [name, { share }] of requests) expect(table).toContain(`| \`${name}\` | ${share} % |`);
  expect([...profiles.matchAll(/\((\d+ %)\)/g)].slice(0, 3).map(([, share]) => share)).toEqual(shares);
});

test('docs/compare.md has the floor of every metric, and every variable', () => {
  const text = readFileSync('docs/compare.md', 'utf8');
  for (const { title, unit, floor } of COMPARED_METRICS) {
    const absolute =
      unit === 'share' ? `${floor.absolute * 100} points` : `${floor.absolute}${unit === 'ms' ? ' ms' : ''}`;
    const relative = floor.relative === 0 ? 'none' : `${Math.round(floor.relative * 100)} %`;
    expect(text).toContain(`| ${title} | ${absolute} | ${relative} |`);
  }
  for (const { name } of Object.values(AB_VARIABLES)) expect(text).toContain(`\`${name}\``);
});

test('docs/size.md has every variable with its default', () => {
  const text = readFileSync('docs/size.md', 'utf8');
  for (const { name, fallback } of Object.values(SIZE_VARIABLES))
    expect(text).toContain(`| \`${name}\` | ${fallback === '' ? 'none' : `\`${fallback}\``} |`);
});

test('docs/several-machines.md has every variable of make manifests', () => {
  const text = readFileSync('docs/several-machines.md', 'utf8');
  for (const { name } of Object.values(MANIFEST_VARIABLES)) expect(text).toContain(`| \`${name}\` |`);
});

/** Every document, by its path. */
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(DOCUMENTS)('%s links to no file that is not there', (file) => {
  for (const target of linksOf(file)) expect(existsSync(join(dirname(file), target)), target).toBe(true);
});

test.each(['docs', 'docs/decisions'])('%s/README.md lists every page of its folder', (folder) => {
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  expect(linksOf(`${folder}/README.md`)).toEqual(expect.arrayContaining(pages));
});

/** Files that a document links to. */
function linksOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
    ([, target = '']) => target,
  );
}

test.skipIf(!hasK6)(
  'k6 alone refuses bad settings with 104, and tells not judged from unhealthy in words',
  async () => {
    const refused = await runCommand('k6', ['run', '-q', 'dist/k6/load.js', '-e', 'RATE=abc', '-e', 'DURATION=30'], {});
    expect(refused.exitCode).toBe(104);
    expect(refused.output).toContain('RATE=\\"abc\\" is not allowed');
    expect(refused.output).toContain('DURATION=\\"30\\" is not allowed');
    const api = await serveFlagApi((_request, response) => answerJson(response, { flags: [] }));
    const stopped = await runCommand('k6', ['run', '-q', 'dist/k6/load.js', '-e', `BASE_URL=${api.url}`], {});
    expect(stopped.exitCode).toBe(108);
    expect(stopped.output).toContain('NOT JUDGED: nothing was measured');
  },
);

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
