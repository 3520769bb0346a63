import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/core/render/markdown-report.ts';
import { renderHtml } from '../../../src/node/html-page/render-html.ts';
import { BROWSER_SKIP_REASON, type Page, withPage } from '../../helpers/browser.ts';
import { sampleResult, steady } from '../../helpers/sample-result.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = test.skipIf(BROWSER_SKIP_REASON !== '');

/** Two kinds of requests, some of which fail. */
const RESULT = sampleResult({
  scenarios: { quick: steady(20), slow: steady(20) },
  marks: [{ kind: 'fault', atMs: 8_000, label: 'Redis taken away' }],
  latencyOf: (index) => (index % 50 === 0 ? null : 1 + (index % 30)),
});

const folder = mkdtempSync(join(tmpdir(), 'poolproof-explore-'));
const URL_OF_PAGE = pathToFileURL(join(folder, 'report.html')).href;
beforeAll(() => writeFileSync(join(folder, 'report.html'), renderHtml(RESULT)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the page; what it complains about or asks of the network fails the test. */
async function explore(use: (page: Page) => Promise<void>, width = 1_280): Promise<void> {
  await withPage(async (page) => {
    const trouble: string[] = [];
    const requested = new Set<string>();
    page.listen((method, params) => {
      if (method === 'Log.entryAdded' || method === 'Runtime.exceptionThrown') trouble.push(JSON.stringify(params));
      if (method === 'Network.requestWillBeSent')
        requested.add((params.request as { url: string }).url.replace(/#.*/, ''));
    });
    await page.send('Emulation.setDeviceMetricsOverride', sizeOf(width));
    await page.open(URL_OF_PAGE);
    await use(page);
    expect(trouble).toEqual([]);
    expect(requested).toEqual(new Set([URL_OF_PAGE]));
  });
}

function sizeOf(width: number) {
  return { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 };
}

/** The values that a chart shows, by name. */
function valuesOf(page: Page, id: string): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('#chart-${id} .values li')].map((item) => item.textContent)`);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the plot of a chart is on the screen. */
function plotOf(page: Page, id: string): Promise<Box> {
  return page.evaluate(`(() => {
    const cover = document.querySelector('#chart-${id} .cover');
    cover.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, top, width, height } = cover.getBoundingClientRect();
    return { left, top, width, height };
  })()`);
}

async function mouse(page: Page, type: string, [x, y]: readonly [number, number], buttons = 0): Promise<void> {
  const button = type === 'mouseMoved' ? 'none' : 'left';
  await page.send('Input.dispatchMouseEvent', {
    type,
    x,
    y,
    button,
    buttons,
    clickCount: type === 'mouseMoved' ? 0 : 1,
  });
}

async function press(page: Page, key: string): Promise<void> {
  const text = key.length === 1 ? { text: key } : {};
  await page.send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...text });
  await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
}

const CROSSES = `[...document.querySelectorAll('.cross')].filter((cross) => cross.getBoundingClientRect().height > 50).length`;
const TIMES = `[...document.querySelectorAll('#chart-latency text.time')].map((text) => text.textContent)`;
const COVERS = `document.querySelectorAll('.cover').length`;

browser('a pointer over one chart shows its values, and those of all others at the same moment', () =>
  explore(async (page) => {
    const { left, top, width, height } = await plotOf(page, 'latency');
    await mouse(page, 'mouseMoved', [left + width * (5.5 / 21), top + height / 2]);
    const p95 = RESULT.series?.api.latencyMs.p95[5] ?? 0;
    expect(await valuesOf(page, 'latency')).toContain(`p95 ${p95.toFixed(1)} ms`);
    expect(await valuesOf(page, 'throughput')).toContain('ended 20');
    expect(await valuesOf(page, 'connections')).toContain('open 4');
    expect(await page.evaluate(CROSSES)).toBe(await page.evaluate(COVERS));
    expect(await page.evaluate(`document.querySelector('.at').textContent`)).toBe('at 5 s');
    await mouse(page, 'mouseMoved', [2, 2]);
    expect(await page.evaluate(CROSSES)).toBe(0);
  }),
);

browser('a name without a colour of its own is seen with its value only', () =>
  explore(async (page) => {
    const looks = `[...document.querySelectorAll('#chart-heat-map .values li')].map((item) => [item.textContent, getComputedStyle(item).visibility])`;
    expect(await page.evaluate(looks)).toEqual([['answered ', 'hidden']]);
    await page.evaluate(`document.querySelector('#chart-heat-map .cover').focus()`);
    expect(await page.evaluate(looks)).toEqual([['answered 19', 'visible']]);
  }),
);

browser('keys move the cursor, and what it stands on is said in words', () =>
  explore(async (page) => {
    const words = () => page.evaluate<string>('document.activeElement.getAttribute("aria-valuetext")');
    await page.evaluate(`document.querySelector('#chart-connections .cover').focus()`);
    expect(await words()).toBe('0 s: pool size 10, in use 2, open 4');
    await press(page, 'ArrowRight');
    await press(page, 'ArrowRight');
    expect(await words()).toMatch(/^2 s: /);
    await press(page, 'End');
    expect(await words()).toMatch(/^20 s: /);
    await press(page, 'ArrowRight');
    expect(await words()).toMatch(/^20 s: /);
    await press(page, 'Home');
    expect(await words()).toMatch(/^0 s: /);
  }),
);

browser('a span is zoomed into on all charts by dragging, and by keys; Esc shows the whole run', () =>
  explore(async (page) => {
    const { left, top, width, height } = await plotOf(page, 'latency');
    const y = top + height / 2;
    await mouse(page, 'mouseMoved', [left + width * (5.5 / 21), y]);
    await mouse(page, 'mousePressed', [left + width * (5.5 / 21), y], 1);
    await mouse(page, 'mouseMoved', [left + width * (8.5 / 21), y], 1);
    await mouse(page, 'mouseReleased', [left + width * (8.5 / 21), y]);
    expect(await page.evaluate(TIMES)).toEqual(['5 s', '6 s', '7 s', '8 s', '9 s']);
    const boxes = `[...new Set([...document.querySelectorAll('.over-time svg.data')].map((svg) => svg.getAttribute('viewBox').split(' ')[0]))]`;
    expect((await page.evaluate<string[]>(boxes)).map((x) => Math.round(Number(x)))).toEqual([238]);
    await page.evaluate(`document.querySelector('#chart-latency .cover').focus()`);
    await press(page, 'Escape');
    expect(await page.evaluate(TIMES)).toEqual(['0 s', '5 s', '10 s', '15 s', '20 s']);
    await press(page, '+');
    expect(await page.evaluate(`document.body.classList.contains('zoomed')`)).toBe(true);
    await page.evaluate(`[...document.querySelectorAll('.tools button')].at(-1).click()`);
    expect(await page.evaluate(TIMES)).toEqual(['0 s', '5 s', '10 s', '15 s', '20 s']);
  }),
);

browser('a line is put out of sight with its label, and back', () =>
  explore(async (page) => {
    const shown = `[...document.querySelectorAll('#chart-latency [data-name=p99]')].map((part) => getComputedStyle(part).display !== 'none')`;
    const toggle = `[...document.querySelectorAll('#chart-latency .toggle')].find((button) => button.textContent.startsWith('p99')).click()`;
    expect(await page.evaluate(shown)).toEqual([true, true]);
    await page.evaluate(toggle);
    expect(await page.evaluate(shown)).toEqual([false, false]);
    await page.evaluate(toggle);
    expect(await page.evaluate(shown)).toEqual([true, true]);
  }),
);

browser('every link leads to a part of the page, and unfolds it', () =>
  explore(async (page) => {
    const targets = await page.evaluate<string[]>(
      `[...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href').slice(1))`,
    );
    expect(targets).toEqual(expect.arrayContaining(['figures', 'charts', 'kinds', 'rules', 'scenarios', 'trust']));
    expect(
      await page.evaluate(`${JSON.stringify(targets)}.filter((id) => document.getElementById(id) === null)`),
    ).toEqual([]);
    const isSeen = `document.querySelector('#rules').closest('section').querySelector('table').checkVisibility()`;
    await page.evaluate(`document.querySelector('#rules .fold').click()`);
    expect(await page.evaluate(isSeen)).toBe(false);
    await page.evaluate(`document.querySelector('a[href="#rules"]').click()`);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
    expect(await page.evaluate(isSeen)).toBe(true);
  }),
);

browser('the report is copied as Markdown', () =>
  explore(async (page) => {
    await page.send('Browser.grantPermissions', { permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'] });
    await page.evaluate(`(() => {
      window.copied = new Promise((resolve) => { navigator.clipboard.writeText = async (text) => resolve(text); });
      document.querySelector('.copy button').click();
    })()`);
    expect(await page.evaluate('window.copied')).toBe(renderMarkdown(RESULT));
    expect(await page.evaluate(`document.querySelector('.said').textContent`)).toBe('Copied');
  }),
);

browser('with scripts off all sections, charts and links are there, and nothing to press', () =>
  withPage(async (page) => {
    await page.send('Emulation.setScriptExecutionDisabled', { value: true });
    await page.open(URL_OF_PAGE);
    const { root } = (await page.send('DOM.getDocument')) as { root: { nodeId: number } };
    const count = async (selector: string) =>
      ((await page.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector })) as { nodeIds: number[] }).nodeIds
        .length;
    expect(await count('main section')).toBe(7);
    expect(await count('svg[role=img]')).toBe(12);
    expect(await count('nav a')).toBeGreaterThan(5);
    expect(await count('button, .cover')).toBe(0);
  }),
);

interface Findings {
  readonly violations: { id: string; nodes: { html: string }[] }[];
  readonly incomplete: { id: string; nodes: { html: string }[] }[];
}

/** As axe has them, but that signs such as ✓ and single figures are text as well. */
const CONTRAST = {
  ignoreUnicode: false,
  ignoreLength: true,
  ignorePseudo: false,
  boldValue: 700,
  boldTextPt: 14,
  largeTextPt: 18,
  contrastRatio: { normal: { expected: 4.5 }, large: { expected: 3 } },
  pseudoSizeThreshold: 0.25,
};

/** Text in SVG is beyond axe, which takes it for a part of an image. */
const CHECK = `axe.configure({ checks: [{ id: 'color-contrast', options: ${JSON.stringify(CONTRAST)} }] });
axe.run({ exclude: [['svg text']] })`;

/** Text of charts with too little contrast to the page, or to the bands of phases. */
const FAINT = `(() => {
  const rgb = (color) => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = color.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a, b) => {
    const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (lighter + 0.05) / (darker + 0.05);
  };
  const page = rgb(getComputedStyle(document.body).backgroundColor);
  const band = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  band.setAttribute('class', 'phase odd');
  document.querySelector('svg').append(band);
  const { fill, fillOpacity } = getComputedStyle(band);
  const onBand = rgb(fill).map((part, index) => part * fillOpacity + page[index] * (1 - fillOpacity));
  return [...document.querySelectorAll('svg text')].flatMap((text) => {
    const color = rgb(getComputedStyle(text).fill);
    return Math.min(contrast(color, page), contrast(color, onBand)) < 4.5 ? [text.textContent] : [];
  });
})()`;

browser.each(['light', 'dark'])('axe finds no fault and leaves nothing undecided, %s', (scheme) =>
  explore(async (page) => {
    await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await page.evaluate(`${AXE};0`);
    for (const width of [1_280, 390]) {
      await page.send('Emulation.setDeviceMetricsOverride', sizeOf(width));
      const { violations, incomplete } = await page.evaluate<Findings>(CHECK);
      const named = [...violations, ...incomplete].flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
      );
      expect(named, `${width} px`).toEqual([]);
    }
    expect(await page.evaluate(FAINT)).toEqual([]);
  }),
);
