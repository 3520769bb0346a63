import type { Evidence } from '../evidence/evidence.ts';

/** What the requests of a run ask of the pool behind them. */
export interface Demand {
  /**
   * What it was learnt from: loans that the pool counts and times itself; connections that it had lent when it was looked at;
   * or the requests alone, each taken for a loan that lasts as long as the request: then it is no less than the truth.
   */
  readonly from: 'loans' | 'in-use' | 'requests';
  /** The load that it is for. */
  readonly ratePerSecond: number;
  /** The mean number of connections in use: loans per second × seconds that each lasts (Little's law). */
  readonly connectionsInUse: number;
  /** Null where it is not known. */
  readonly loansPerSecond: number | null;
  readonly holdMs: number | null;
  /** Where it may be less: what the commands of the API alone need, each for one round trip. */
  readonly atLeast?: {
    readonly commandsPerSecond: number;
    readonly roundTripMs: number;
    readonly connectionsInUse: number;
  };
}

/** There is no pool to speak of: the API sends the commands of all its requests over the connections that it has. */
export interface OneConnection {
  readonly from: 'one-connection';
  readonly connections: number;
  readonly commandsPerSecond: number | null;
  /** How many commands were under way at a time, by Little's law. */
  readonly commandsInFlight: number | null;
  /** Why it is taken for one that is shared. */
  readonly because: 'library' | 'in-flight' | 'nobody-waited';
}

export interface UnknownDemand {
  readonly from: 'unknown';
  /** Why, and what to do. */
  readonly why: string;
}

interface Run {
  /** Whether the API held its limits. */
  readonly isHealthy: boolean;
  /** Processes that answered, each with a pool or a connection of its own. */
  readonly processes: number;
}

/** Fewer looks at a pool are no mean. */
const LEAST_LOOKS = 10;
/** Fewer loans or requests say nothing about how long they last. */
const LEAST_LOANS = 50;
/** Of the requests may have gone past the pool, or failed. */
const MOST_LOST_SHARE = 0.01;

/** What the requests of a run ask of the pool, for a rate. */
export function demandOf(
  evidence: Evidence,
  ratePerSecond: number,
  { isHealthy, processes }: Run,
): Demand | OneConnection | UnknownDemand {
  const { requests, requestsFailed, poolFallbacks, durationMs, requestsPlanned, iterationsDropped } = evidence;
  // The rate is one of iterations, of which each may send several requests.
  const iterations = requestsPlanned - iterationsDropped;
  if (requests === 0 || iterations <= 0) return unknown('no request was answered');
  const lost = requestsFailed + (poolFallbacks ?? 0);
  if (lost > requests * MOST_LOST_SHARE) {
    return unknown(
      `${requestsFailed} of ${requests} requests failed and ${poolFallbacks ?? 0} went past Redis, so what they would have asked of the pool is not known. Lower RATE or enlarge the pool until they are served, and run it again`,
    );
  }
  const atRate = (total: number) => (total / iterations) * ratePerSecond;
  const { poolLoans, poolHeldMs, poolInUseMean, poolLooks, apiCommands, redisCommandMeanMs, requestsInFlight } =
    evidence;
  if (poolLoans !== null && poolHeldMs !== null && poolLoans >= LEAST_LOANS) {
    const holdMs = poolHeldMs / poolLoans;
    // Those that began shortly before the last look had not ended by then.
    const loansPerSecond = atRate(poolLoans) / (1 - Math.min(0.5, holdMs / durationMs));
    return {
      from: 'loans',
      ratePerSecond,
      connectionsInUse: (loansPerSecond * holdMs) / 1_000,
      loansPerSecond,
      holdMs,
    };
  }
  // A mean over the time is a total of so many milliseconds.
  const meanAtRate = (mean: number) => atRate(mean * durationMs) / 1_000;
  if (poolInUseMean !== null && poolLooks >= LEAST_LOOKS) {
    return {
      from: 'in-use',
      ratePerSecond,
      connectionsInUse: meanAtRate(poolInUseMean),
      loansPerSecond: null,
      holdMs: null,
    };
  }
  const commands = commandsOf(apiCommands, redisCommandMeanMs, atRate);
  const shared = sharedConnection(evidence, commands, { isHealthy, processes });
  if (shared !== undefined) return shared;
  if (requests < LEAST_LOANS || requestsInFlight === null)
    return unknown(`${requests} requests are too few to tell. Raise RATE or DURATION`);
  const connectionsInUse = meanAtRate(requestsInFlight);
  return {
    from: 'requests',
    ratePerSecond,
    connectionsInUse,
    loansPerSecond: atRate(requests),
    holdMs: (connectionsInUse * 1_000) / atRate(requests),
    ...(commands === undefined ? {} : { atLeast: commands }),
  };
}

/** What the commands of the API need, each for one round trip; undefined where they cannot be told from those of others. */
function commandsOf(
  apiCommands: number | null,
  roundTripMs: number | null,
  atRate: (total: number) => number,
): Demand['atLeast'] {
  if (apiCommands === null || roundTripMs === null) return undefined;
  const commandsPerSecond = atRate(apiCommands);
  return { commandsPerSecond, roundTripMs, connectionsInUse: (commandsPerSecond * roundTripMs) / 1_000 };
}

/** A pool that lends opens a second connection as soon as two requests need one at a time. */
function sharedConnection(
  { connectionsMax, multiplexingConnections }: Evidence,
  commands: Demand['atLeast'],
  { isHealthy, processes }: Run,
): OneConnection | undefined {
  if (connectionsMax === null || connectionsMax === 0) return undefined;
  const shared = {
    from: 'one-connection',
    connections: connectionsMax,
    commandsPerSecond: commands?.commandsPerSecond ?? null,
    commandsInFlight: commands?.connectionsInUse ?? null,
  } as const;
  // A lent connection has one command under way at a time: more are over connections that are shared.
  if (commands !== undefined && commands.connectionsInUse > connectionsMax) return { ...shared, because: 'in-flight' };
  if (connectionsMax > processes) return undefined;
  if (multiplexingConnections === connectionsMax) return { ...shared, because: 'library' };
  return isHealthy ? { ...shared, because: 'nobody-waited' } : undefined;
}

function unknown(why: string): UnknownDemand {
  return { from: 'unknown', why };
}
