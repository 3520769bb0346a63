import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/node/run/exit-code-of.ts';

test.each([
  [0, 'healthy', false, 0],
  [99, 'healthy', false, 99],
  [99, 'unhealthy', false, 99],
  [99, 'not-judged', false, 3],
  // A run that looked for a threshold and met it.
  [99, 'healthy', true, 0],
  [99, 'unhealthy', true, 99],
  [99, 'not-judged', true, 3],
  [105, 'healthy', true, 105],
  [107, 'healthy', true, 107],
  // Stopped by SIGHUP, SIGINT or SIGTERM before it listened for them.
  [129, 'not-judged', false, 105],
  [130, 'not-judged', false, 105],
  [143, 'not-judged', false, 105],
] as const)(
  'an engine that ended with %d and the verdict %s (stopped on purpose: %s) end in %d',
  (code, verdict, stopped, expected) => {
    expect(exitCodeOf(code, verdict, stopped)).toBe(expected);
  },
);
