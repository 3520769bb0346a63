import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { ApiFaults } from './fault-variables.ts';

const BLOCKING_KEY = 'poolproof:api:blocking';
const BLOCKING_SECONDS = 0.5;
const BLOCKING_COMMAND_TIMEOUT_MS = 2000;

/** What becomes of a connection after its loan: lent again, closed, lost but open, or never returned. */
type LoanEnd = 'reuse' | 'close' | 'leak' | 'keep';

export interface PoolFaults {
  /** How long a command may take; undefined: as long as without faults. */
  readonly commandTimeoutMs: number | undefined;
  /** Whether nobody may wait for a connection. */
  readonly refusesToWait: boolean;
  /** Runs a command on a lent connection, and what the fault adds to it. */
  run<T>(redis: Redis, command: (redis: Redis) => Promise<T>): Promise<T>;
  /** Decides about the connection of the loan that ends now. */
  endLoan(): LoanEnd;
}

/** Creates the faults of the pool; undefined when none is set. */
export function createPoolFaults(faults: ApiFaults): PoolFaults | undefined {
  const { leakEvery, exhaustEvery, noReuse, noWait, holdMs, blocking, repeat = 0 } = faults;
  if (!(leakEvery || exhaustEvery || noReuse || noWait || holdMs || blocking || repeat)) return undefined;
  let loans = 0;
  return {
    commandTimeoutMs: blocking && BLOCKING_COMMAND_TIMEOUT_MS,
    refusesToWait: noWait !== undefined,
    async run(redis, command) {
      if (blocking) await redis.blpop(BLOCKING_KEY, BLOCKING_SECONDS);
      for (let time = 0; time < repeat; time += 1) await command(redis);
      const answer = await command(redis);
      if (holdMs) await sleep(holdMs);
      return answer;
    },
    endLoan() {
      loans += 1;
      if (exhaustEvery && loans % exhaustEvery === 0) return 'keep';
      if (leakEvery && loans % leakEvery === 0) return 'leak';
      return noReuse ? 'close' : 'reuse';
    },
  };
}
