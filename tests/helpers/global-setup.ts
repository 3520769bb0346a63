import { ensureRedisServer } from '../../src/node/stack/ensure-redis-server.ts';
import { hasK6, K6_SKIP_REASON } from './k6-on-path.ts';
import { MOTO_SKIP_REASON } from './moto.ts';
import { buildRoomy } from './roomy-limits.ts';

/** Makes sure that there are a Redis and bundles to test with, and says what will be skipped and why. */
export default function setup(): void {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  buildRoomy();
  if (!hasK6) say(`Skipping the tests that compare with k6: ${K6_SKIP_REASON}`);
  if (MOTO_SKIP_REASON !== '') say(`Skipping the tests that need AWS: ${MOTO_SKIP_REASON}`);
  try {
    ensureRedisServer({ environment: process.env, logDir: '.cache', say });
  } catch (error) {
    say(`Skipping the tests that need Redis: ${error instanceof Error ? error.message : error}`);
  }
}
