import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { Result } from '../../../src/core/result/result.ts';
import { renderHtml } from '../../../src/node/html-page/render-html.ts';
import { BROWSER_SKIP_REASON, type Page, withPage } from '../../helpers/browser.ts';
import { sampleResult, steady } from '../../helpers/sample-result.ts';

if (BROWSER_SKIP_REASON)
  process.stdout.write(`Skipping the tests of the report in a browser: ${BROWSER_SKIP_REASON}\n`);

const LONG_NAME = 'a_scenario_with_a_very_long_name_that_has_no_place_to_break_on_a_phone';

/** A run with all that makes a page wide: phases, marks, failures, long names. */
function wideResult(): Result {
  return sampleResult({
    scenarios: { before: steady(8), [LONG_NAME]: steady(4, '8s'), after: steady(8, '12s') },
    marks: [
      { kind: 'fault', atMs: 8_000, label: 'Redis taken away' },
      { kind: 'return', atMs: 12_100, label: 'Redis back' },
    ],
    latencyOf: (index) => (index % 9 === 0 ? null : 1 + (index % 70)),
    baseUrl: `http://${'long-host-name.'.repeat(12)}example`,
  });
}

/** What the page has to say for itself: its width, and which parts of it have no size or stick out. */
const LOOK = `(() => {
  const width = document.documentElement.clientWidth;
  const size = (element) => element.getBoundingClientRect();
  const visible = [...document.querySelectorAll('h1,h2,svg[role=img]')];
  const outside = [...document.querySelectorAll('body *')].filter((element) => {
    const { left, right, width: own } = size(element);
    return own > 1 && (right > width + 0.5 || left < -0.5);
  });
  const overlaps = [...document.querySelectorAll('svg[role=img]')].flatMap((svg) => {
    const texts = [...svg.querySelectorAll('text')].filter((text) => size(text).width > 0);
    return texts.flatMap((a, index) => texts.slice(index + 1)
      .filter((b) => overlap(size(a), size(b)))
      .map((b) => svg.querySelector('title').textContent + ': ' + a.textContent + ' / ' + b.textContent));
  });
  const crossed = [...document.querySelectorAll('svg[role=img]')].flatMap((svg) => {
    const texts = [...svg.querySelectorAll('text')].filter((text) => size(text).width > 0);
    return [...svg.querySelectorAll('path.line,.limit line')].flatMap((line) => {
      const matrix = line.getScreenCTM();
      const length = line.getTotalLength();
      const points = Array.from({ length: 400 }, (_, index) => line.getPointAtLength((length * index) / 399).matrixTransform(matrix));
      return texts
        .filter((text) => points.some(({ x, y }) => inside(x, y, size(text))))
        .map((text) => svg.querySelector('title').textContent + ': ' + text.textContent);
    });
  });
  function inside(x, y, { left, right, top, bottom }) {
    return x > left && x < right && y > top + 2 && y < bottom - 2;
  }
  function overlap(a, b) {
    const [wide, high] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
    return wide > 2 && high > 4;
  }
  return {
    scrollWidth: document.documentElement.scrollWidth,
    width,
    headings: document.querySelectorAll('h2').length,
    charts: document.querySelectorAll('svg[role=img]').length,
    flat: visible.filter((element) => size(element).width < 20 || size(element).height < 10).map((element) => element.outerHTML.slice(0, 80)),
    outside: outside.map((element) => element.outerHTML.slice(0, 80)),
    overlaps,
    crossed,
    background: getComputedStyle(document.body).backgroundColor,
  };
})()`;

interface Looks {
  readonly scrollWidth: number;
  readonly width: number;
  readonly headings: number;
  readonly charts: number;
  readonly flat: string[];
  readonly outside: string[];
  readonly overlaps: string[];
  /** Labels that a line runs through. */
  readonly crossed: string[];
  readonly background: string;
}

async function lookAt(page: Page, url: string, width: number, scheme: string): Promise<Looks> {
  await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  await page.send('Emulation.setDeviceMetricsOverride', {
    width,
    height: 800,
    deviceScaleFactor: 1,
    mobile: width < 600,
  });
  await page.open(url);
  return page.evaluate<Looks>(LOOK);
}

test.skipIf(BROWSER_SKIP_REASON !== '')('the report fits a phone and a desktop, in both colour schemes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-report-'));
  try {
    const file = join(folder, 'report.html');
    writeFileSync(file, renderHtml(wideResult()));
    await withPage(async (page) => {
      const trouble: string[] = [];
      const requested: string[] = [];
      page.listen((method, params) => {
        if (method === 'Log.entryAdded' || method === 'Runtime.exceptionThrown') trouble.push(JSON.stringify(params));
        if (method === 'Network.requestWillBeSent') requested.push((params.request as { url: string }).url);
      });
      const url = pathToFileURL(file).href;
      const backgrounds = new Set<string>();
      for (const width of [360, 768, 1_280]) {
        for (const scheme of ['light', 'dark']) {
          const looks = await lookAt(page, url, width, scheme);
          const { background, width: _width, ...rest } = looks;
          expect(rest, `${width} px, ${scheme}`).toEqual({
            scrollWidth: looks.width,
            headings: 6,
            charts: 10,
            flat: [],
            outside: [],
            overlaps: [],
            crossed: [],
          });
          backgrounds.add(background);
        }
      }
      expect(backgrounds.size).toBe(2);
      expect(trouble).toEqual([]);
      expect(new Set(requested)).toEqual(new Set([url]));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
