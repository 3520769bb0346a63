import { expect, test } from 'vitest';
import { buildEvidence, type Evidence } from '../../../src/core/evidence/evidence.ts';
import { findRemarks } from '../../../src/core/remarks/find-remarks.ts';
import { renderVerdict } from '../../../src/core/render/verdict-text.ts';
import { seededRandom } from '../../../src/core/statistics/seeded-random.ts';

const MIB = 1_048_576;
const NOTHING = buildEvidence(
  {
    metrics: {},
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 1 },
  },
  {
    scenarios: [{ name: 'a', ratePerSecond: 50, startMs: 0, durationMs: 12_000, plannedRequests: 600 }],
    expectedMaxConnections: 10,
    observeEveryMs: 1_000,
    rules: [],
  },
);
const GROWING: Evidence = {
  ...NOTHING,
  memoryGrowthBytes: 2.4 * MIB,
  memoryPerMinuteBytes: 12 * MIB,
  keysGrowth: 61,
  lastingKeysGrowth: 60,
  lastingKeysPerMinute: 300,
  lastingKeysLatePerMinute: 290,
  connectionsMax: 3,
  allConnectionsMax: 3,
};

test('keys without expiry that are written all the time are remarked upon, with where that leads', () => {
  expect(findRemarks(GROWING).map(({ sentence }) => sentence)).toEqual([
    'Redis grows 12.0 MiB a minute without expiry: 60 of 61 new keys never expire; 10.0 MiB are reached in 38 s',
  ]);
});

test('others on the same Redis may have written what never expires', () => {
  expect(findRemarks({ ...GROWING, allConnectionsMax: 5 })[0]?.sentence).toContain('others on this Redis');
});

test.each<[string, Partial<Evidence>]>([
  ['nothing is known of Redis', NOTHING],
  ['all keys expire', { lastingKeysGrowth: 0, lastingKeysPerMinute: 0, lastingKeysLatePerMinute: 0 }],
  ['a few keys without expiry', { lastingKeysGrowth: 9 }],
  ['keys that were written once', { lastingKeysPerMinute: 150, lastingKeysLatePerMinute: 0 }],
  ['memory that does not grow', { memoryPerMinuteBytes: -5 }],
  ['growth that the rule has failed by already', { memoryGrowthBytes: 11 * MIB }],
])('no remark is made where there is no reason: %s', (_what, evidence) => {
  expect(findRemarks({ ...GROWING, ...evidence })).toEqual([]);
});

test('twenty sound runs have no remark, however their memory wavers: what their misses leave expires', () => {
  const random = seededRandom(7);
  for (let run = 0; run < 20; run += 1) {
    const growth = Math.round(random() * 60);
    const sound = {
      ...GROWING,
      memoryGrowthBytes: (random() - 0.2) * MIB,
      memoryPerMinuteBytes: (random() - 0.3) * 5 * MIB,
      keysGrowth: growth,
      lastingKeysGrowth: Math.round(random() * 3),
      lastingKeysPerMinute: random() * 20,
      lastingKeysLatePerMinute: random() * 40,
    };
    expect(findRemarks(sound)).toEqual([]);
  }
});

test('the page tells a remark from a cause, above the verdict', () => {
  const text = renderVerdict(
    {
      verdict: { status: 'healthy', sentence: 'all 21 rules passed' },
      rules: [],
      findings: [],
      remarks: findRemarks(GROWING),
    },
    { enableColors: false },
  );
  expect(text).toMatch(
    /^\n {2}remark: Redis grows 12\.0 MiB .*\n {4}Give every .*\n\n {2}HEALTHY: all 21 rules passed$/,
  );
});
