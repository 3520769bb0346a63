import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/helpers/global-setup.ts'],
    reporters: ['default', './tests/helpers/count-reporter.ts'],
    testTimeout: 60_000,
    // Tests of a whole run reach a verdict about latencies that were really measured, on a machine that does other things
    // as well. What is broken stays red.
    retry: 2,
    hookTimeout: 120_000,
    // Integration tests share two cores with the servers they measure.
    maxWorkers: 2,
    maxConcurrency: 4,
  },
});
