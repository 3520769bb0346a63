// The script of report.html as a text: `import SCRIPT from 'virtual:page-script'`, in the bundle of the command and in its tests.
import { build } from 'esbuild';

const NAME = 'virtual:page-script';

/** For esbuild. */
export const pageScript = {
  name: NAME,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^virtual:page-script$/ }, () => ({ path: NAME, namespace: 'page-script' }));
    onLoad({ filter: /.*/, namespace: 'page-script' }, async () => ({ contents: await scriptText(), loader: 'text' }));
  },
};

/** For Vite, which runs the tests. */
export const pageScriptInTests = {
  name: NAME,
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: async (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(await scriptText())}` : undefined),
};

async function scriptText() {
  const options = { bundle: true, minify: true, format: 'iife', target: 'es2022', charset: 'utf8', write: false };
  const { outputFiles } = await build({ ...options, entryPoints: ['src/page/main.ts'] });
  return outputFiles[0].text.trim();
}
