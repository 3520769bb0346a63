import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMPARED_METRICS } from '../../src/core/compare/compared-metrics.ts';
import { LOAD_VARIABLES } from '../../src/core/settings/load-settings.ts';
import { AB_VARIABLES } from '../../src/node/compare/ab-settings.ts';
import { EXIT_CODE } from '../../src/node/exit-code.ts';
import { COMMAND_VARIABLES } from '../../src/node/runs/command-settings.ts';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { hasK6 } from '../helpers/k6-on-path.ts';
import { startLocalStack } from '../helpers/local-stack.ts';
import { runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';

const README = readFileSync('README.md', 'utf8');

test('README lists every variable with its default, and no other', () => {
  const rows = [...README.matchAll(/^\| `([A-Z][A-Z_]+)` \| (.+?) \|/gm)].map(([, name, fallback]) => [name, fallback]);
  const variables = [...Object.values(LOAD_VARIABLES), ...Object.values(COMMAND_VARIABLES)];
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

test('docs/findings.md has a section for every finding, and no other', () => {
  const sources = readdirSync('src/core/findings')
    .map((file) => readFileSync(join('src/core/findings', file), 'utf8'))
    .join('\n');
  const ids = [...sources.matchAll(/\bid: '([a-z-]+)'/g)].map(([, id]) => id);
  const sections = [...readFileSync('docs/findings.md', 'utf8').matchAll(/^## (\S+)$/gm)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(sections.sort()).toEqual([...new Set(ids)].sort());
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

test('no document links to a file that is not there', () => {
  for (const file of ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => `docs/${name}`)]) {
    const folder = file.startsWith('docs/') ? 'docs' : '.';
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(() => readFileSync(join(folder, target)), `${file} -> ${target}`).not.toThrow();
    }
  }
});

/** The commands that README shows for a shell, without their comments. */
const COMMANDS = [...README.matchAll(/```sh\n([\s\S]+?)```/g)].flatMap(([, block = '']) =>
  block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== ''),
);

/** Commands that run as a part of something else than the test below. */
const RUN_ELSEWHERE = ['make test', 'make build'];
const isComparing = (command: string) => /^make (?:ab|compare)\b/.test(command);

describe('the commands of README', () => {
  test('are those that are known here', () => {
    expect(COMMANDS.length).toBeGreaterThanOrEqual(5);
    expect(COMMANDS.filter((command) => RUN_ELSEWHERE.includes(command)).sort()).toEqual([...RUN_ELSEWHERE].sort());
  });

  for (const command of COMMANDS.filter((shown) => !RUN_ELSEWHERE.includes(shown) && !isComparing(shown))) {
    test.skipIf(command.startsWith('k6 ') && !hasK6)(`${command}`, async () => {
      const stack = await startLocalStack();
      // The same command against servers of this test, and shorter.
      const local = command
        .replace('http://localhost:3001', stack.baseUrl)
        .replace('redis://localhost:6379', stack.redisUrl);
      const env = { DURATION: '2s', RATE: '20', RESULTS_DIR: temporaryFolder() };
      const { exitCode, output } = await runCommand('sh', ['-c', local], env);
      expect(output).toMatch(/\bHEALTHY/);
      expect(exitCode).toBe(0);
    });
  }

  test('compare a build with itself', async () => {
    const base = await startLocalStack();
    const head = await startLocalStack();
    const RESULTS_DIR = temporaryFolder();
    const [ab = '', compare = '', ...others] = COMMANDS.filter(isComparing);
    expect(others).toEqual([]);
    const env = { DURATION: '1s', RATE: '20', ROUNDS: '2', WARMUP: '0s', RESULTS_DIR };
    const local = ab.replace('http://localhost:3001', base.baseUrl).replace('http://localhost:3002', head.baseUrl);
    const inTurn = await runCommand('sh', ['-c', local], env);
    // Two seconds are too little to tell, of which make makes a 2.
    expect(inTurn.output).toContain('CANNOT TELL: too little was measured');
    expect(inTurn.exitCode).toBe(2);
    const [folder = ''] = readdirSync(RESULTS_DIR);
    const kept = compare
      .replace('results/before', join(RESULTS_DIR, folder, 'base-1'))
      .replace('results/after', join(RESULTS_DIR, folder, 'head-1'));
    const compared = await runCommand('sh', ['-c', kept], { RESULTS_DIR });
    expect(compared.output).toContain('CANNOT TELL: too little was measured');
    expect(compared.exitCode).toBe(2);
  });
});

test.skipIf(!hasK6)('the bundle runs from a k6 archive, as it does in the cloud', async () => {
  const api = await serveFlagApi(healthyApi);
  const archive = join(temporaryFolder(), 'load.tar');
  const env = { ...process.env, K6_NO_USAGE_REPORT: 'true' };
  const flags = ['-e', `BASE_URL=${api.url}`, '-e', 'DURATION=1s', '-e', 'RATE=20'];
  expect(spawnSync('k6', ['archive', '-q', '-O', archive, ...flags, 'dist/k6/load.js'], { env }).status).toBe(0);
  const { exitCode, output } = await runCommand('k6', ['run', '-q', archive], {});
  expect(output).toMatch(/\bHEALTHY/);
  expect(exitCode).toBe(0);
});

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
