import { expect, test } from 'vitest';
import type { Result } from '../../../src/core/result/result.ts';
import type { Values } from '../../../src/core/series/series.ts';
import { renderHtml } from '../../../src/node/html-page/render-html.ts';
import { sampleResult, steady } from '../../helpers/sample-result.ts';
import { chartOf, dotsOf, yOfLimit, yOfTick } from './read-page.ts';

/** The sample with other values over time of what was observed. */
function observing(
  observed: Readonly<Record<string, (index: number) => number | null>>,
  result = sampleResult(),
): Result {
  if (result.series === null) throw new Error('The sample has no series');
  const { points } = result.series;
  const values = Object.entries(observed).map(([name, at]): [string, Values] => [
    name,
    Array.from({ length: points }, (_, index) => at(index)),
  ]);
  return {
    ...result,
    series: { ...result.series, observed: { ...result.series.observed, ...Object.fromEntries(values) } },
  };
}

/** The text above a chart. */
function captionOf(page: string, id: string): string {
  return new RegExp(`<desc id="${id}-desc">([^<]*)</desc>`).exec(page)?.[1] ?? '';
}

function labelsOf(chart: string, look: string): string[] {
  return [...chart.matchAll(new RegExp(`class="end ${look}"[^>]*>([^<]*)<`, 'g'))].map(([, text = '']) => text);
}

test('a limit near the data has a line at its height, however slow the API is', () => {
  const latency = chartOf(renderHtml(sampleResult({ latencyOf: () => 800 })), 'latency');
  expect(yOfLimit(latency, 50)).toBe(yOfTick(latency, 50));
  expect(yOfLimit(latency, 50)).toBeGreaterThan(yOfLimit(latency, 100) + 20);
});

test('limits far off the data have a label with an arrow and a sentence, and no line at the edge', () => {
  const latency = chartOf(renderHtml(sampleResult({ latencyOf: () => 30_000 })), 'latency');
  expect(latency).not.toContain('class="limit"');
  expect(labelsOf(latency, 'of-limit').sort()).toEqual(['↓ p95 &lt; 50 ms', '↓ p99 &lt; 100 ms']);
  expect(captionOf(latency, 'latency')).toContain('Off the scale, below it: p95 &lt; 50 ms, p99 &lt; 100 ms.');
  const delay = chartOf(renderHtml(observing({ iteration_start_delay: () => 0.2 })), 'start-delay');
  expect(delay).not.toContain('class="limit"');
  expect(labelsOf(delay, 'of-limit')).toEqual(['↑ p95 &lt; 25 ms']);
});

test('requests that wait have an axis of their own, so that connections keep theirs', () => {
  const page = renderHtml(observing({ pool_waiting: () => 400 }));
  const heightOfTen = yOfTick(chartOf(page, 'connections'), 0) - yOfTick(chartOf(page, 'connections'), 10);
  expect(heightOfTen).toBeGreaterThan(100);
  expect(chartOf(page, 'waiting')).toContain('data-value="400"');
  expect(renderHtml(sampleResult())).toContain('<p>None waited whenever the pool was asked.</p>');
});

test('no line runs through a pause between two phases', () => {
  const scenarios = { first: steady(5), second: steady(5, '5.5s') };
  const page = renderHtml(sampleResult({ seconds: 10, scenarios }));
  for (const [id, look] of [
    ['latency', 'first'],
    ['latency', 'second'],
    ['throughput', 'first'],
    ['in-flight', 'first'],
  ] as const) {
    const path = new RegExp(`class="line ${look}" d="([^"]+)"`).exec(chartOf(page, id))?.[1] ?? '';
    expect(path.match(/M/g), `${id}, ${look}`).toHaveLength(2);
  }
});

test('a second that a phase fills in part does not look like a dive', () => {
  const scenarios = { first: steady(5), second: steady(5, '5.5s') };
  const throughput = chartOf(renderHtml(sampleResult({ seconds: 10, scenarios })), 'throughput');
  const heights = [...throughput.matchAll(/class="line first" d="([^"]+)"/g)].flatMap(([, path = '']) =>
    path.split(/[ML]/).flatMap((point) => point.split(',')[1] ?? []),
  );
  expect(new Set(heights)).toEqual(new Set([`${yOfTick(throughput, 20)}`]));
});

test('the slowest request is a dot on the line of p99 where the two are the same', () => {
  const latency = chartOf(renderHtml(sampleResult({ latencyOf: () => 5 })), 'latency');
  const dots = dotsOf(latency, 'peak');
  expect(dots).toHaveLength(21);
  expect(latency.indexOf('class="line dot peak"')).toBeGreaterThan(latency.indexOf('class="line third"'));
});

test('a pool that lends nothing whenever it is asked is not said to have lent nothing', () => {
  const caption = captionOf(renderHtml(observing({ pool_in_use: () => 0 })), 'connections');
  expect(caption).toContain('Whenever the pool was asked, at most 0 of 10 were in use; what is lent and given back');
});

test('a pool that lends more than its size is said to', () => {
  const caption = captionOf(renderHtml(observing({ pool_in_use: () => 34 })), 'connections');
  expect(caption).toContain('at most 34 of 10 were in use: it lends out more than it says it has.');
});

test('connections of several kinds of clients are drawn, and not said to be of the API', () => {
  const result = observing({ redis_api_connections: () => null, redis_connections: () => 16 });
  if (result.evidence === null) throw new Error('The sample has no evidence');
  const chart = chartOf(
    renderHtml({ ...result, evidence: { ...result.evidence, connectionsMax: null } }),
    'connections',
  );
  expect(captionOf(chart, 'connections')).toContain('Up to 16 open');
  expect(captionOf(chart, 'connections')).toContain('of all clients of Redis: API_CLIENTS tells which are of the API');
  expect(labelsOf(chart, 'first')).toEqual([expect.stringContaining('all clients')]);
});

test('the highest share of misses is named where it is above the mean, and never below it', () => {
  const even = captionOf(
    renderHtml(
      observing({
        redis_keyspace_misses: (index) => (index === 0 ? 1 : 2),
        redis_keyspace_hits: (index) => (index === 0 ? 0 : 18),
      }),
    ),
    'misses',
  );
  // The one lookup of the first second is too few to be drawn, and its miss raises the mean above all that is.
  expect(even).toMatch(/^10\.\d % of 401 lookups\. Requests/);
  const uneven = captionOf(
    renderHtml(observing({ redis_keyspace_misses: (index) => (index === 5 ? 10 : 2) })),
    'misses',
  );
  expect(uneven).toContain(', most at 5 s: ');
});

test('hits are named as the rules name them: warm hits and misses', () => {
  const page = renderHtml(sampleResult());
  expect(page).toContain('<dt>Warm hits</dt>');
  expect(page).toContain('<dt>Misses</dt>');
  expect(page).not.toMatch(/hit rate<\/dt>|Hit rate/);
});

test('each kind of request has a chart, all on one scale and each with its own limit', () => {
  const scenarios = { slow: steady(20), quick: steady(20) };
  const page = renderHtml(sampleResult({ scenarios, latencyOf: (index) => (index % 50 === 0 ? 400 : 4) }));
  expect(page).toContain('<h2 id="kinds">Kinds of requests</h2>');
  const [first, second] = [chartOf(page, 'kind-1'), chartOf(page, 'kind-2')];
  expect(first).toContain('<title id="kind-1-title">slow</title>');
  for (const kind of [first, second]) expect(labelsOf(kind, 'of-limit')).toEqual(['p95 &lt; 50 ms']);
  expect(renderHtml(sampleResult())).not.toContain('id="kinds"');
});

test('phases have no charts of their own: they have bands', () => {
  const scenarios = { before: steady(10), after: steady(10, '10s') };
  expect(renderHtml(sampleResult({ scenarios }))).not.toContain('id="kinds"');
});
