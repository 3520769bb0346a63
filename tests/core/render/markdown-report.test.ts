import { expect, test } from 'vitest';
import { findKnee } from '../../../src/core/edge/find-knee.ts';
import type { StepReport } from '../../../src/core/edge/saturation.ts';
import { renderMarkdown } from '../../../src/core/render/markdown-report.ts';
import { soundResult, soundRule } from '../../helpers/sound-result.ts';

const ZERO_WIDTH_SPACE = '\u200b';

test('a report of a run that failed', () => {
  const result = soundResult({
    verdict: { status: 'unhealthy', sentence: '1 rule failed' },
    rules: [
      soundRule(),
      soundRule({
        id: 'redis-connections',
        title: 'connections',
        limit: 'max<=10',
        unit: 'count',
        actual: 118,
        status: 'fail',
      }),
    ],
    findings: [{ id: 'connection-leak', sentence: 'It leaks', evidence: [], next: 'Mend it.', confidence: 'low' }],
  });
  expect(renderMarkdown(result)).toMatchInlineSnapshot(`
    "## ❌ poolproof load: It leaks

    **Unhealthy**: 1 rule failed.

    **connection-leak** (confidence: low)<br>Next: Mend it.

    | | rule | measured | limit | samples (needed) |
    | --- | --- | ---: | --- | ---: |
    | ❌ | connections<br><code>redis-connections</code> | 118 | ≤ 10 | 100 (90) |

    | | |
    | --- | --- |
    | requests | 100 of 100 planned (50.0/s), 0 failed, 0 dropped |
    | status codes | 200: 100 |
    | latency | median 1.30 ms, p95 **4.80 ms**, p99 8.00 ms, max 22.0 ms |
    | <code>all_flags</code> | median 1.30 ms, p95 **4.80 ms**, p99 8.00 ms, max 22.0 ms |
    | Redis | 28 commands, 0 failed, p95 4.80 ms |

    <details>
    <summary>All rules: 1 passed, 1 failed, 0 not judged</summary>

    | | rule | measured | limit | samples (needed) |
    | --- | --- | ---: | --- | ---: |
    | ✅ | 95th percentile of answered requests<br><code>latency-p95</code> | 4.80 ms | &lt; 50 ms | 100 (90) |
    | ❌ | connections<br><code>redis-connections</code> | 118 | ≤ 10 | 100 (90) |

    </details>

    <sub>embedded 0.1.0 against <code>http://127.0.0.1:3001</code>, 2026-11-24T01:32:47.123Z, load from 2 × Test CPU, Linux 6</sub>
    "
  `);
  expect(renderMarkdown(result)).toBe(renderMarkdown(structuredClone(result)));
});

test('values are text, whatever they hold', () => {
  const evil = '<script>x</script> | `code` **bold** [link](http://x) @team #12 <!-- \n## heading';
  const markdown = renderMarkdown(
    soundResult({
      findings: [{ id: evil, sentence: evil, evidence: [], next: evil, confidence: 'high' }],
      verdict: { status: 'not-judged', sentence: evil },
      rules: [soundRule({ id: evil, title: evil, status: 'fail' })],
      target: { baseUrl: evil, redisUrl: null },
      scenarios: { [evil]: soundResult().scenarios.all_flags as never },
    }),
  );
  // GitHub looks for names and numbers in text, not in code.
  expect(markdown.replace(/<code>.*?<\/code>/g, '')).not.toMatch(/@team|#12/);
  expect(markdown).not.toMatch(/<script|<!--|(?<!\\)`|(?<!\\)\*\*bold|(?<!\\)\[link/);
  expect(markdown).toContain(`@${ZERO_WIDTH_SPACE}team #${ZERO_WIDTH_SPACE}12`);
  expect(markdown.match(/^#/gm)).toHaveLength(1);
  // Each row of a table has as many cells as its head: no value opened another.
  const cells = (row: string) => row.split(/(?<!\\)\|/).length;
  for (const row of markdown.split('\n').filter((line) => line.startsWith('| ')))
    expect([cells('| a | b |'), cells('| a | b | c | d | e |')], row).toContain(cells(row));
});

test('within code nobody is pinged, and copied text has no character that is not seen', () => {
  const markdown = renderMarkdown(soundResult({ target: { baseUrl: 'http://127.0.0.1/@me', redisUrl: null } }));
  expect(markdown).toContain('<code>http://127.0.0.1/@me</code>');
});

test('a report fits into a comment on GitHub, however many rules there are', () => {
  const rules = Array.from({ length: 400 }, (_, index) =>
    soundRule({ id: `rule-${index}`, title: 'x'.repeat(400), status: index % 2 === 0 ? 'pass' : 'fail' }),
  );
  const markdown = renderMarkdown(soundResult({ rules }));
  expect(markdown.length).toBeLessThan(65_536);
  expect(markdown).toContain('All rules are in result.json.');
  expect(markdown).toContain('rule-1<');
});

test('a run that measured nothing has a report all the same', () => {
  const { requests } = soundResult();
  const markdown = renderMarkdown(
    soundResult({
      rules: [],
      requests: { ...requests, requests: 0 },
      series: null,
      target: { baseUrl: '', redisUrl: null },
    }),
  );
  expect(markdown).not.toContain('| |');
  expect(markdown).not.toContain('<details');
});

test('rules that were not judged and that nobody needs are under all rules only', () => {
  const rules = [soundRule(), soundRule({ id: 'redis-reuse', status: 'not-judged', required: false })];
  const markdown = renderMarkdown(soundResult({ rules }));
  expect(markdown.indexOf('redis-reuse')).toBeGreaterThan(markdown.indexOf('<details>'));
  expect(markdown).toContain('All rules: 1 passed, 0 failed, 1 not judged');
});

test('the steps of a saturation run are a table of their own', () => {
  const step: StepReport = {
    ratePerSecond: 50,
    achievedPerSecond: 50,
    requests: 250,
    p95Ms: 4,
    inFlight: 0.1,
    poolInUse: 1,
    poolWaiting: 0,
    failedRequests: 0,
    droppedIterations: 0,
    startDelayMs: 1,
  };
  const knee = findKnee([]);
  const saturation = { poolSize: 10, steps: [step], knee, sentence: 'holds to 50 requests/s' };
  const markdown = renderMarkdown(soundResult({ saturation }));
  expect(markdown).toContain('| knee | holds to 50 requests/s |');
  expect(markdown).toMatch(/```text\n *requests\/s +sent\/s.*\n +50 +50 +4\.00 ms .*\n```/);
});
