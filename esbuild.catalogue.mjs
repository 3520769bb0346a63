// The catalogue of metrics (src/core/metrics/), for what is built from it or checked against it.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('src/core/metrics/catalogue.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  write: false,
});

/** METRICS are all that a run may have, by name: BUILTIN_METRICS are k6's own, METRIC_GROUPS ours. */
export const { BUILTIN_METRICS, METRICS, METRIC_GROUPS } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
