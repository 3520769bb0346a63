import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BROWSER_SKIP_REASON, withPage } from '../helpers/browser.ts';

// Takes the pictures in README again, `npm run pictures`: a load on a local stack whose requests hold each connection for too
// long, and the top of its report as a browser shows it, in light and in dark.

const SETTINGS = { RATE: '120', DURATION: '10s', FAULT_HOLD_MS: '100' };
const FOLDER = 'docs/images';
const SCHEMES = ['light', 'dark'];
const WIDTH = 860;
/** Where the picture ends: at the heading below the findings. */
const END = `[...document.querySelectorAll('h2')].find((h2) => h2.textContent === 'Key figures').getBoundingClientRect().top`;

if (BROWSER_SKIP_REASON) throw new Error(BROWSER_SKIP_REASON);
const results = mkdtempSync(join(tmpdir(), 'poolproof-pictures-'));
const env = { ...process.env, ...SETTINGS, RESULTS_DIR: results };
const { status } = spawnSync('make', ['load'], { env, stdio: 'inherit' });
if (!readFileSync(join(results, 'latest/report.md'), 'utf8').includes('pool-exhausted'))
  throw new Error(`The pool should have been exhausted; make ended with ${status}`);
mkdirSync(FOLDER, { recursive: true });
await withPage(async (page) => {
  await page.send('Emulation.setDeviceMetricsOverride', {
    width: WIDTH,
    height: 800,
    deviceScaleFactor: 1.2,
    mobile: false,
  });
  for (const scheme of SCHEMES) {
    await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await page.open(pathToFileURL(join(results, 'latest/report.html')).href);
    const height = Math.floor(await page.evaluate<number>(END)) - 20;
    const clip = { x: 0, y: 0, width: WIDTH, height, scale: 1 };
    const { data } = await page.send('Page.captureScreenshot', { clip, captureBeyondViewport: true });
    writeFileSync(join(FOLDER, `report-${scheme}.png`), Buffer.from(String(data), 'base64'));
  }
});
rmSync(results, { recursive: true });
