import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMENT_VARIABLES } from '../../src/node/review/comment-settings.ts';

const PAGE = readFileSync('docs/ci.md', 'utf8');
const ACTION = parse(readFileSync('action.yml', 'utf8')) as {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
};

test('docs/ci.md has every input and output of action.yml, and every variable of make comment', () => {
  const rows = [...PAGE.matchAll(/^\| `([A-Za-z-]+)` \|/gm)].map(([, name]) => name);
  const variables = Object.values(COMMENT_VARIABLES).map(({ name }) => name);
  expect(rows.sort()).toEqual([...Object.keys(ACTION.inputs), ...variables].sort());
  for (const output of Object.keys(ACTION.outputs)) expect(PAGE).toContain(`\`${output}\``);
});

test('the examples of docs/ci.md are YAML with inputs that there are', () => {
  const [github, gitlab] = [...PAGE.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, text = '']) => parse(text));
  const step = github.steps.find(({ uses = '' }) => uses.startsWith('OWNER/poolproof'));
  expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
  const template = readFileSync('templates/poolproof.yml', 'utf8').split('---')[0] ?? '';
  expect(Object.keys(parse(template).spec.inputs)).toEqual(
    expect.arrayContaining(Object.keys(gitlab.include[0].inputs)),
  );
});
