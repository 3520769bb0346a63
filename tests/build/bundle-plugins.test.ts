import { type BuildOptions, build, type Plugin } from 'esbuild';
import { expect, test } from 'vitest';

const plugins: { FOR_K6: BuildOptions; oneImportEach: Plugin } = await import(
  new URL('../../esbuild.plugins.mjs', import.meta.url).href
);

/** What becomes of a script for k6. */
async function bundle(script: string): Promise<string> {
  const { outputFiles } = await build({
    ...plugins.FOR_K6,
    format: 'esm',
    write: false,
    logLevel: 'silent',
    stdin: { contents: script, resolveDir: '.' },
    plugins: [plugins.oneImportEach],
  });
  return outputFiles?.[0]?.text ?? '';
}

test('a bundle takes what it uses from a module of k6, and nothing else', async () => {
  const code = await bundle("import { Trend } from 'k6/metrics'; new Trend('t');");
  expect(code.match(/^import .*$/gm)).toEqual([expect.stringContaining('"k6/metrics"')]);
  expect(code).toMatch(/new Trend\("t"\)/);
});

test.each([
  [
    "import encoding from 'k6/encoding'; encoding.b64encode('a');",
    /FROM_K6 does not say what scripts take from k6\/encoding/,
  ],
  ["import { Rate } from 'k6/metrics'; new Rate('r');", /No matching export in "k6:k6\/metrics" for import "Rate"/],
])('the build refuses what it does not know of k6: %s', async (script, message) => {
  await expect(bundle(script)).rejects.toThrow(message);
});
