import { spawnSync } from 'node:child_process';

/** Whether a k6 with k6/x/redis is on PATH: tests that compare with k6 run only then. */
export const hasK6: boolean =
  spawnSync('k6', ['version'], { encoding: 'utf8' }).stdout?.includes('k6/x/redis') ?? false;

/** Why tests that need k6 are skipped; empty when they run. */
export const K6_SKIP_REASON = hasK6 ? '' : 'k6 with k6/x/redis is not on PATH';
