import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SizeAnswer } from '../../core/sizing/size-answer.ts';
import { runOwnCommand } from '../run/run-own-command.ts';
import { stackAddresses } from '../stack/stack-addresses.ts';
import { startStack } from '../stack/start-stack.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { LARGEST_POOL, type SizeDraw, type SizeWorld } from './size-world.ts';

export interface SizeWorldRun {
  readonly world: SizeWorld;
  readonly engine: 'embedded' | 'k6';
  readonly drawn: SizeDraw;
  /** Where the command leaves its results, its logs and what it printed (output.log). */
  readonly folder: string;
  readonly signal: AbortSignal;
}

const SHORT = { ROUNDS: '2', DURATION: '4s', WARMUP: '1s', MAX_POOL: `${LARGEST_POOL}` };

/** Asks how large the pool should be, as a user would: by the command. */
export async function runSizeWorld({
  world,
  engine,
  drawn,
  folder,
  signal,
}: SizeWorldRun): Promise<SizeAnswer | undefined> {
  mkdirSync(folder, { recursive: true });
  const { ratePerSecond, holdMs, poolSize } = drawn;
  const stackEnv = { ...cleanEnvironment(), FAULT_HOLD_MS: `${holdMs}`, LOG_LEVEL: 'warn' };
  const env = { ...SHORT, RATE: `${ratePerSecond}`, ENGINE: engine, RESULTS_DIR: folder, NO_COLOR: '1' };
  if (world.name === 'size-measured') {
    await runOwnCommand(['size'], { ...stackEnv, ...env }, folder, signal);
  } else {
    const environment = { ...stackEnv, REDIS_POOL_SIZE: `${poolSize}` };
    const stack = await startStack({ logDir: folder, say: () => {}, environment });
    try {
      const addresses = stackAddresses(stack, {});
      await runOwnCommand(['size'], { ...cleanEnvironment(), ...addresses, ...env }, folder, signal);
    } finally {
      await stack.stop();
    }
  }
  const [results = ''] = readdirSync(folder).filter((name) => name.startsWith('size-20'));
  const file = join(folder, results, 'size.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SizeAnswer) : undefined;
}
