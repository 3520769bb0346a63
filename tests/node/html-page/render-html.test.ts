import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildResult, type Result } from '../../../src/core/result/result.ts';
import { renderHtml } from '../../../src/node/html-page/render-html.ts';
import { sampleResult, steady } from '../../helpers/sample-result.ts';
import { chartOf, dotsOf, svgsOf, withoutScript, yOfLimit, yOfTick } from './read-page.ts';

const HOSTILE = `<script>alert("1")</script>'&`;
const ESCAPED = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&apos;&amp;';

function without(result: Result, ...metrics: string[]): Result {
  if (result.series === null) throw new Error('The sample has no series');
  const observed = Object.fromEntries(
    Object.entries(result.series.observed).filter(([name]) => !metrics.includes(name)),
  );
  return { ...result, series: { ...result.series, observed } };
}

test('renderHtml() leaves whatever a run brings as text', () => {
  const page = renderHtml({
    ...sampleResult({ scenarios: { [HOSTILE]: steady(10), b: steady(10, '10s') }, baseUrl: `http://${HOSTILE}` }),
    workload: { scenarios: { [HOSTILE]: steady(10), b: steady(10, '10s') }, settings: { FLAG_KEYS: HOSTILE } },
    findings: [{ id: HOSTILE, sentence: HOSTILE, evidence: [], next: HOSTILE, confidence: 'high' }],
    checks: [{ name: HOSTILE, passes: 1, fails: 1 }],
    statusCodes: { [HOSTILE]: 1 },
    engine: { name: 'embedded', version: HOSTILE, reason: HOSTILE },
  });
  expect(page).toContain(ESCAPED);
  expect(withoutScript(page)).not.toMatch(/<script|alert\("/);
  expect(svgsOf(page).join('')).toContain(ESCAPED);
});

test('nothing that a run brings ends an element of the page or changes its policy', () => {
  const hostile = `--></template></script></style></title><meta http-equiv="Content-Security-Policy" content="script-src *"><img src=x onerror=alert(1)><base href="//evil">`;
  const { rules, target, ...rest } = sampleResult();
  const page = renderHtml({
    ...rest,
    profile: hostile as Result['profile'],
    target: { ...target, baseUrl: `http://${hostile}` },
    rules: rules.map((rule) => ({ ...rule, id: hostile, title: hostile, scenario: hostile, why: hostile })),
    verdict: { status: 'not-judged', sentence: hostile },
    findings: [{ id: hostile, sentence: hostile, evidence: [], next: hostile, confidence: 'high' }],
    remarks: [{ id: hostile, sentence: hostile, evidence: [], next: hostile } as never],
    settings: { [hostile]: hostile },
    source: { commit: hostile, branch: hostile },
    checks: [{ name: hostile, passes: 1, fails: 1 }],
  });
  const count = (text: string) => page.split(text).length - 1;
  const once = ['</template>', '</style>', '</script>', '</head>', 'http-equiv="Content-Security-Policy"'];
  expect(once.map(count)).toEqual(once.map(() => 1));
  expect(page).not.toMatch(/<img|<base|-->|<!--/);
  // A policy holds for what comes after it.
  expect(page.indexOf('http-equiv="Content-Security-Policy"')).toBeLessThan(page.indexOf('&lt;/template'));
  const markdown = /<template id="markdown">([\s\S]*?)<\/template>/.exec(page)?.[1] ?? '';
  expect(markdown).toContain('&lt;');
  expect(markdown).not.toContain('<');
});

test('renderHtml() renders to the same bytes twice', () => {
  const result = sampleResult();
  expect(renderHtml(result)).toBe(renderHtml(JSON.parse(JSON.stringify(result))));
});

test('renderHtml() needs no network, and allows no script but its own', () => {
  const page = renderHtml(sampleResult());
  // Links lead to places within the page.
  expect(page).not.toMatch(/<link|<img|<iframe|@import|\ssrc=|\shref="(?!#)|url\(|\son\w+=|\sstyle=/i);
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script);
  const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = '']) => style);
  expect([scripts.length, styles.length, page.match(/<script/g)?.length]).toEqual([1, 1, 1]);
  const hash = (text = '') => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  expect(page).toContain(
    `content="default-src &apos;none&apos;; style-src &apos;${hash(styles[0])}&apos;; script-src &apos;${hash(scripts[0])}&apos;; base-uri`,
  );
});

test('renderHtml() stays small', () => {
  expect(renderHtml(sampleResult({ seconds: 30 })).length).toBeLessThan(150_000);
});

test('renderHtml() writes every chart as well-formed SVG with a text in its place', () => {
  const svgs = svgsOf(renderHtml(sampleResult({ latencyOf: (index) => (index % 7 === 0 ? null : 5) })));
  expect(svgs).toHaveLength(10);
  for (const svg of svgs) {
    const ids = /aria-labelledby="(\S+) (\S+)"/.exec(svg)?.slice(1) ?? [];
    expect(svg).toContain(`<title id="${ids[0]}">`);
    expect(svg).toMatch(new RegExp(`<desc id="${ids[1]}">[^<]{20,}</desc>`));
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  }
});

test('renderHtml() draws the limits of rules at the height of their values', () => {
  const latency = chartOf(renderHtml(sampleResult()), 'latency');
  expect(yOfLimit(latency, 50)).toBe(yOfTick(latency, 50));
  // On a log scale 100 ms is as far from 50 ms as 10 ms is from 5 ms.
  const decade = yOfTick(latency, 5) - yOfTick(latency, 50);
  expect(yOfLimit(latency, 50) - yOfLimit(latency, 100)).toBeCloseTo(decade * Math.log10(2), 0);
  expect(latency).toContain('p99 &lt; 100 ms');
  const connections = chartOf(renderHtml(sampleResult()), 'connections');
  expect(yOfLimit(connections, 10)).toBe(yOfTick(connections, 10));
});

test('renderHtml() draws limits of phases where the phases are, and names the phases', () => {
  const scenarios = { before: steady(10), after: steady(10, '10s') };
  const latency = chartOf(renderHtml(sampleResult({ scenarios })), 'latency');
  const spans = [...latency.matchAll(/data-value="50"><line x1="([\d.]+)%" x2="([\d.]+)%"/g)].map(([, from, to]) => [
    from,
    to,
  ]);
  // The last request ends after 20 s, in a point of its own.
  expect(spans).toEqual([
    ['0', '100'],
    ['0', '47.62'],
    ['47.62', '95.24'],
  ]);
  expect(latency).toMatch(/class="phase-name on-desk"[^>]*>before</);
  expect(latency.match(/<rect class="phase/g)).toHaveLength(2);
});

test('renderHtml() has no bands where all scenarios run at once', () => {
  const page = renderHtml(sampleResult({ scenarios: { a: steady(20), b: steady(20) } }));
  expect(page).not.toContain('class="phase');
});

test('renderHtml() marks faults where they were', () => {
  const marks = [
    { kind: 'fault', atMs: 5_250, label: 'Redis taken away' },
    { kind: 'return', atMs: 10_500, label: 'Redis back' },
  ] as const;
  const latency = chartOf(renderHtml(sampleResult({ marks })), 'latency');
  expect(latency).toMatch(/class="mark fault"><line x1="25%" x2="25%"/);
  expect(latency).toMatch(/class="mark return"><line x1="50%" x2="50%"/);
});

test('renderHtml() says what was not measured instead of drawing it', () => {
  const page = renderHtml(
    without(sampleResult(), 'generator_cpu_share', 'redis_keyspace_hits', 'redis_keyspace_misses'),
  );
  expect(page).toContain('<h3>CPU of the generator</h3><p>Not measured here.</p>');
  expect(page).toContain('<h3>Cache misses</h3><p>Not measured: no lookup was seen in Redis.</p>');
  expect(page).not.toMatch(/id="generator-cpu-title"|id="misses-title"/);
  expect(page).toContain('<h3>Failed requests by kind</h3><p>None: all 401 requests');
});

test('renderHtml() leaves a gap where a value is missing', () => {
  const result = sampleResult({ latencyOf: (index) => (index >= 100 && index < 200 ? null : 5) });
  const path = /class="line second" d="([^"]+)"/.exec(chartOf(renderHtml(result), 'latency'))?.[1] ?? '';
  expect(path.match(/M/g)).toHaveLength(2);
});

test('renderHtml() shows a point between two gaps as a dot', () => {
  const result = sampleResult({ latencyOf: (index) => (index < 100 || index >= 200 || index === 150 ? 5 : null) });
  const dots = /class="line dot second" d="([^"]+)"/.exec(chartOf(renderHtml(result), 'latency'))?.[1];
  // Its one request ends in point 7 of 21.
  expect(dots).toMatch(/^M357.14,[\d.]+Z$/);
});

test('renderHtml() does not draw the last part of a second as a dip', () => {
  const throughput = chartOf(renderHtml(sampleResult()), 'throughput');
  const path = /class="line first" d="([^"]+)"/.exec(throughput)?.[1] ?? '';
  const heights = path.split(/[ML]/).flatMap((point) => point.split(',')[1] ?? []);
  expect(new Set(heights)).toEqual(new Set([`${yOfTick(throughput, 20)}`]));
  expect(heights).toHaveLength(20);
});

test('renderHtml() does not draw percentiles of the last part of a second, but its slowest request', () => {
  const latency = chartOf(renderHtml(sampleResult({ latencyOf: (index) => (index === 400 ? 900 : 5) })), 'latency');
  expect(/class="line first" d="([^"]+)"/.exec(latency)?.[1]?.split('L')).toHaveLength(20);
  expect(dotsOf(latency, 'peak')).toHaveLength(21);
});

test('renderHtml() marks what was not judged by a word, and puts what failed first', () => {
  const { rules, ...rest } = sampleResult();
  const [first, ...others] = rules;
  if (first === undefined) throw new Error('The sample has no rules');
  const fine = { ...first, id: 'fine', status: 'pass' } as const;
  const broken = { ...first, id: 'broken', status: 'fail' } as const;
  const page = renderHtml({ ...rest, rules: [fine, ...others, broken] });
  expect(page).toMatch(/<tr class="open">.*not judged<\/span>.*no sample/);
  const statuses = [...page.matchAll(/<tr class="(bad|open|good)">/g)].map(([, tone]) => tone);
  expect(statuses).toEqual(['bad', ...others.map(() => 'open'), 'good']);
});

test('renderHtml() pushes the names of lines apart that end together', () => {
  const latency = chartOf(renderHtml(sampleResult({ latencyOf: () => 5 })), 'latency');
  const heights = [...latency.matchAll(/class="end \w+" x="100%" dx="6" y="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(heights).toHaveLength(4);
  for (const [index, y] of heights.slice(1).entries()) expect(y - (heights[index] ?? y)).toBeGreaterThanOrEqual(12.9);
  for (const y of heights) expect(Math.abs(y - yOfTick(latency, 5))).toBeLessThan(50);
});

test('renderHtml() renders a run that left no summary', () => {
  const { profile, engine, engineExitCode, startedAt, finishedAt, localStack, environment } = sampleResult();
  const facts = { profile, engine, engineExitCode, startedAt, finishedAt, localStack, environment, series: null };
  const page = withoutScript(renderHtml(buildResult(facts, undefined)));
  expect(page).toContain('Not measured: the load never began.');
  expect(page).toContain('<h1>The engine ended before its summary</h1>');
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test('renderHtml() keeps a long run small, and its peaks', () => {
  const peakAt = 777 * 20;
  const latencyOf = (index: number) => (index === peakAt ? 2_000 : 1 + ((index * 7919) % 101));
  const result = sampleResult({ seconds: 899, latencyOf });
  expect(result.series?.points).toBe(900);
  const page = renderHtml(result);
  expect(page.length).toBeLessThan(300_000);
  const latency = chartOf(page, 'latency');
  const p50 = /class="line second" d="([^"]+)"/.exec(latency)?.[1] ?? '';
  expect(p50.split('L').length).toBeLessThanOrEqual(600);
  const highest = Math.min(...dotsOf(latency, 'peak').map(({ y }) => y));
  expect(highest).toBeLessThan(yOfTick(latency, 1_000));
});
