import { expect, test } from 'vitest';
import type { Result } from '../../../src/core/result/result.ts';
import { renderHtml } from '../../../src/node/html-page/render-html.ts';
import { sampleResult } from '../../helpers/sample-result.ts';
import { withoutScript } from './read-page.ts';

/** A run with a cause that is seen on charts, and a rule that failed. */
function unhealthy(): Result {
  const { rules, ...rest } = sampleResult();
  return {
    ...rest,
    rules: rules.map((rule, index) => (index < 2 ? { ...rule, status: 'fail' as const, actual: 210 } : rule)),
    verdict: { status: 'unhealthy', sentence: '2 of 22 rules failed' },
    findings: [
      {
        id: 'pool-exhausted',
        sentence: 'All 10 connections were in use',
        evidence: [
          { name: 'poolWaitingMax', value: 26, unit: 'count' },
          { name: 'poolAcquireMaxMs', value: 210, unit: 'ms' },
          { name: 'warmP95Ms', value: 210, unit: 'ms' },
        ],
        next: 'Look.',
        confidence: 'high',
      },
    ],
  };
}

test('every link of the page leads to a place on it', () => {
  const page = renderHtml(unhealthy());
  const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.filter((id) => !ids.has(id))).toEqual([]);
  expect(links).toEqual(expect.arrayContaining(['chart-waiting', 'chart-latency', 'rule-latency-p95']));
});

test('the cause is the headline, and what the documents have on it is in the page', () => {
  const page = renderHtml(unhealthy());
  expect(page).toContain('<h1>All 10 connections were in use</h1>');
  const card = page.slice(page.indexOf('id="finding-pool-exhausted"'), page.indexOf('</article>'));
  expect(card).toMatch(/<details><summary>More on pool-exhausted<\/summary>\n<p>Requests wait for a connection/);
  expect(card).toMatch(/<li>By hand: <code>redis-cli client list<\/code>/);
});

test('a chart leads to the findings and rules that are seen on it', () => {
  const page = renderHtml(unhealthy());
  const captionOf = (id: string) =>
    new RegExp(`id="chart-${id}"[\\s\\S]*?</figcaption>`).exec(page)?.[0] ?? 'no such chart';
  expect(captionOf('latency')).toContain('href="#finding-pool-exhausted"');
  expect(captionOf('latency')).toContain('href="#rule-latency-p95"');
  expect(captionOf('connections')).toContain('href="#rule-redis-connections"');
  expect(captionOf('throughput')).not.toContain('href="#finding-');
});

test('a rule of a scenario has a place that a link can name', () => {
  expect(renderHtml(unhealthy())).toContain('id="rule-scenario-latency-p95-all_flags"');
});

test('a run without charts has no link to one', () => {
  expect(renderHtml({ ...unhealthy(), series: null })).not.toContain('href="#chart-');
});

test('a run that looked for the edge and is healthy has what it found as its headline', () => {
  const breakpoint = { sentence: 'holds to 400 requests/s', highestHeldPerSecond: 400 } as unknown as NonNullable<
    Result['breakpoint']
  >;
  const page = renderHtml({
    ...sampleResult(),
    breakpoint,
    verdict: { status: 'healthy', sentence: 'all 9 rules passed' },
  });
  expect(page).toContain('<h1>Holds to 400 requests/s</h1>');
  expect(page).toContain('Healthy</strong>: All 9 rules passed.');
  // It is the answer of the section below as well, and is said once.
  expect(
    withoutScript(page)
      .replace(/<template[\s\S]*/, '')
      .match(/holds to 400 requests/gi),
  ).toHaveLength(1);
});

test('figures whose rule failed are told apart from the others', () => {
  const page = renderHtml(unhealthy());
  expect(page).toMatch(/<div class="bad"><dt>p95<\/dt>/);
  expect(page).toContain('<div><dt>p50</dt>');
});

test('all settings of the run are shown', () => {
  const page = renderHtml({ ...unhealthy(), settings: { RATE: '120', DURATION: '10s' } });
  expect(page).toMatch(/<dt>RATE<\/dt><dd>120<\/dd>[\s\S]*<dt>DURATION<\/dt><dd>10s<\/dd>/);
});
