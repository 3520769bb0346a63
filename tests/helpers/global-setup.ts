import { ensureRedisServer } from '../../src/node/stack/ensure-redis-server.ts';
import { installMoto } from './aws/install-moto.ts';
import { hasK6, K6_SKIP_REASON } from './k6-on-path.ts';
import { buildRoomy } from './roomy-limits.ts';

/**
 * Makes sure that there are a Redis and bundles to test with, and says what will be skipped and why. Tests that need AWS wait
 * for moto themselves.
 *
 * @returns what is to be waited for at the end
 */
export default async function setup(): Promise<() => Promise<void>> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const moto = installMoto().then((reason) => {
    if (reason !== '') say(`Skipping the tests that need AWS: ${reason}`);
  });
  await buildRoomy();
  if (!hasK6) say(`Skipping the tests that compare with k6: ${K6_SKIP_REASON}`);
  try {
    ensureRedisServer({ environment: process.env, logDir: '.cache', say });
  } catch (error) {
    say(`Skipping the tests that need Redis: ${error instanceof Error ? error.message : error}`);
  }
  return () => moto;
}
