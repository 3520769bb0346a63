import { defineConfig } from 'vitest/config';

/** Tests whose verdict is about times that were really measured. */
const MEASURED = 'tests/measured/**/*.test.ts';

export default defineConfig({
  test: {
    globalSetup: ['tests/helpers/global-setup.ts'],
    reporters: ['default', './tests/helpers/count-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'side by side',
          include: ['tests/**/*.test.ts'],
          exclude: [MEASURED],
          // Whole runs mostly wait.
          maxWorkers: 4,
          maxConcurrency: 4,
          // Tests start what they change; a process of its own for each file would take a sixth of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'measured',
          include: [MEASURED],
          // After all others and one at a time. The machine may do other things still: what is broken stays red.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
          retry: 2,
        },
      },
    ],
  },
});
