import { defineConfig, type Plugin } from 'vitest/config';
import { pageScriptInTests } from './esbuild.page-script.mjs';
import { LongestFirst } from './tests/helpers/longest-first.ts';

/** Tests of functions: what they do does not depend on what the machine does. */
const PURE = ['tests/core/**/*.test.ts'];
/** Tests whose verdict is about times that were really measured. */
const MEASURED = 'tests/measured/**/*.test.ts';

/** Documents are text, as in the build. */
const DOCUMENTS: Plugin = {
  name: 'documents',
  transform: (text, id) => (id.endsWith('.md') ? `export default ${JSON.stringify(text)}` : undefined),
};

// Not by `extends`: what the whole run sets up would be set up again for each project.
const EACH = { plugins: [DOCUMENTS, pageScriptInTests] };
// Every Node.js reads the certificates that this names, which takes it longer than to start. Only downloads need them.
const { NODE_EXTRA_CA_CERTS = '' } = process.env;
const CERTIFICATES = { env: { NODE_EXTRA_CA_CERTS: '', DOWNLOAD_CA_CERTS: NODE_EXTRA_CA_CERTS } };
const USUAL = { ...CERTIFICATES, testTimeout: 180_000, hookTimeout: 180_000 } as const;
// Tests start what they change, so files may share a process: one for each would take a sixth of the time. Whole runs
// mostly wait, so there are more workers than processors.
const SIDE_BY_SIDE = { ...USUAL, maxWorkers: 8, isolate: false } as const;

// Whole runs share the machine with each other and with what else it does, and an API or a port may be late or taken for that: what
// passes at the second try only is named at the end. Tests of functions have no second try.
export default defineConfig({
  test: {
    globalSetup: ['tests/helpers/global-setup.ts'],
    reporters: ['default', './tests/helpers/count-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      { ...EACH, test: { name: 'pure', include: PURE, ...SIDE_BY_SIDE } },
      {
        ...EACH,
        test: {
          name: 'side by side',
          include: ['tests/**/*.test.ts'],
          exclude: [...PURE, MEASURED],
          ...SIDE_BY_SIDE,
          maxConcurrency: 4,
          retry: 1,
        },
      },
      {
        ...EACH,
        test: {
          name: 'measured',
          include: [MEASURED],
          ...USUAL,
          // After all others, two at a time: each takes an eighth of a processor, and mostly waits.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          retry: 1,
        },
      },
    ],
  },
});
