import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../src/core/findings/find-causes.ts';
import { OUTAGE_CAUSES } from '../../src/core/findings/find-outage-causes.ts';
import { PROVE_VARIABLES } from '../../src/node/prove/prove-settings.ts';
import { SIZE_WORLDS } from '../../src/node/prove/size-world.ts';
import { WORLDS } from '../../src/node/prove/worlds.ts';

const DOCS = readFileSync('docs/prove.md', 'utf8');

/** Causes without a world: what they need cannot be injected here, or a test of their own does. */
const WITHOUT_WORLD = [
  'api-answer-too-large',
  'api-no-answer',
  'api-slow',
  'cache-cold',
  'connections-above-limit',
  'connections-kept',
  'generator-out-of-sockets',
  'late-recovery',
  'outage-not-seen',
  'outage-slow',
  'redis-busy-script',
  'redis-cluster-down',
  'redis-error',
  'redis-loading',
  'redis-login-refused',
  'redis-master-down',
  'redis-moved',
  'redis-name-service',
  'redis-not-saving',
  'redis-out-of-memory',
  'redis-protocol',
  'redis-read-only',
  'redis-unknown-host',
  'redis-evictions',
  'redis-late',
  'redis-tls',
  'redis-unreachable',
  'redis-unused',
];

test('every cause has a world, or is known to have none', () => {
  const proven = WORLDS.flatMap(({ finding, alsoRight }) => [finding, alsoRight]).filter(
    (id) => typeof id === 'string',
  );
  expect([...new Set([...proven, ...WITHOUT_WORLD])].sort()).toEqual(
    [...CAUSES.map(({ id }) => id), ...OUTAGE_CAUSES].sort(),
  );
});

test('docs/prove.md has a row for every world with its finding, and no other', () => {
  const rows = [...DOCS.matchAll(/^\| `([a-z-]+)` \| (.+?) \| (?:\[([a-z-]+)\]|none)/gm)];
  expect(rows.map(([, name, fault, finding]) => [name, fault, finding ?? null])).toEqual(
    WORLDS.map(({ name, fault, finding }) => [name, fault, finding]),
  );
});

test('docs/prove.md has a row for every question about the size of a pool', () => {
  for (const { name, fault } of SIZE_WORLDS) expect(DOCS).toContain(`| \`${name}\` | ${fault} |`);
});

test('docs/prove.md lists every variable of prove', () => {
  const rows = [...DOCS.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  // Those of the faults are below.
  expect(rows.filter((name = '') => !name.startsWith('FAULT_'))).toEqual(
    Object.values(PROVE_VARIABLES).map(({ name }) => name),
  );
});

describe('names', () => {
  test('of worlds are unique', () => {
    const names = [...WORLDS, ...SIZE_WORLDS].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
