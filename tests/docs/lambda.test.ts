import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AWS_RULES, awsRulesOf } from '../../src/core/lambda/aws-rules.ts';
import { kindOfLine, LOG_PATTERNS, parseLogPatterns } from '../../src/core/lambda/log-patterns.ts';
import { parseOwnLimits } from '../../src/core/settings/own-limits.ts';
import { ownLimitProblems } from '../../src/core/verdict/own-limits.ts';

const TEXT = readFileSync('docs/lambda.md', 'utf8');
const BLOCKS = [...TEXT.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => json);

/** Services by the client that talks to them. */
const CLIENTS = { lambda: 'client-lambda', logs: 'client-cloudwatch-logs', cloudwatch: 'client-cloudwatch' } as const;

/** What the code may ask AWS for, as policies name it: every command that it imports of a client. */
function actionsInCode(): string[] {
  const folder = 'src/node/lambda';
  const code = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const actions = Object.entries(CLIENTS).flatMap(([service, client]) =>
    code
      .flatMap((text) => [
        ...text.matchAll(new RegExp(`(?:im|ex)port (?:type )?\\{([^}]*)\\} from '@aws-sdk/${client}'`, 'g')),
      ])
      .flatMap(([, names = '']) => [...names.matchAll(/\b(\w+)Command\b/g)].map(([, name]) => `${service}:${name}`)),
  );
  return [...new Set(actions)].sort();
}

test('the policies in docs/lambda.md allow what the code asks for, and nothing else', () => {
  const policies = BLOCKS.filter((json) => json.includes('"Statement"')).map((json) => JSON.parse(json));
  const allowed = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }: { Action: string[] }) => Action));
  expect(actionsInCode()).toContain('logs:FilterLogEvents');
  expect([...new Set(allowed)].sort()).toEqual(actionsInCode());
});

test('docs/lambda.md has every kind of line, with an example that is of it', () => {
  const rows = [...TEXT.matchAll(/^\| `([a-z-]+)` \| ([^|`]+) \|$/gm)].map(([, kind = '', example = '']) => [
    kind,
    example,
  ]);
  expect(rows.map(([kind]) => kind)).toEqual(Object.keys(LOG_PATTERNS));
  const kindOf = kindOfLine(LOG_PATTERNS);
  for (const [kind, example = ''] of rows) expect(kindOf(example)).toBe(kind);
});

test('the patterns in docs/lambda.md are taken', () => {
  const [own = ''] = BLOCKS.filter((json) => json.includes('"sold-out"'));
  expect(Object.keys(parseLogPatterns(own)).slice(0, 3)).toEqual(['cache-hit', 'retry', 'sold-out']);
});

test('docs/lambda.md has every rule about AWS, and its limits are taken', () => {
  const rows = [...TEXT.matchAll(/^\| `((?:lambda|elasticache)-[a-z-]+)` \|/gm)].map(([, id]) => id);
  expect(rows).toEqual(expect.arrayContaining(Object.keys(AWS_RULES)));
  const [own = ''] = BLOCKS.filter((json) => json.includes('"lambda-timeouts"'));
  expect(ownLimitProblems(awsRulesOf(['function', 'cache', 'nodes']), parseOwnLimits(own) ?? {}, [])).toEqual([]);
});
