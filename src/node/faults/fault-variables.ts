/** A switch has `values`; a number has its range. */
type FaultVariable = { sets: string; meaning: string } & ({ values: readonly string[] } | { min: number; max: number });

const COUNT = { min: 1, max: 1_000_000 } as const;
const DURATION_MS = { min: 1, max: 600_000 } as const;
const ON = { values: ['1'] } as const;

/**
 * Every fault that the reference API can be given, by environment variable; each is off unless it is set. A loan is one
 * use of a pooled connection: a cache hit is one loan, a miss is two.
 */
export const FAULT_VARIABLES = {
  FAULT_LEAK_EVERY: {
    sets: 'leakEvery',
    ...COUNT,
    meaning: 'Every n-th loan loses its connection: it stays open, and the pool opens another without counting it.',
  },
  FAULT_EXHAUST_EVERY: {
    sets: 'exhaustEvery',
    ...COUNT,
    meaning: 'Every n-th loan keeps its connection forever, until the pool has none left to lend.',
  },
  FAULT_NO_REUSE: { sets: 'noReuse', ...ON, meaning: 'Every loan opens a connection of its own and closes it.' },
  FAULT_HOLD_MS: {
    sets: 'holdMs',
    ...DURATION_MS,
    meaning: 'Every loan holds its connection n ms longer, so that the pool runs out of them.',
  },
  FAULT_NO_WAIT: {
    sets: 'noWait',
    ...ON,
    meaning: 'What finds no free connection is refused at once, instead of waiting for one.',
  },
  FAULT_BLOCKING: {
    sets: 'blocking',
    ...ON,
    meaning: 'Every loan first waits half a second in BLPOP, a command that blocks its connection.',
  },
  FAULT_REPEAT: {
    sets: 'repeat',
    ...COUNT,
    meaning: 'Every loan sends its command n times more, one after the other.',
  },
  FAULT_CACHE: { sets: 'cache', values: ['off'], meaning: '"off": nothing is written, so that reads never find it.' },
  FAULT_CACHE_KEY: {
    sets: 'cacheKey',
    values: ['request', 'shared'],
    meaning: '"request": each request has a key of its own; "shared": all single flags share one key.',
  },
  FAULT_NO_TTL: { sets: 'noTtl', ...ON, meaning: 'Cached answers never expire.' },
  FAULT_VALUE_BYTES: {
    sets: 'valueBytes',
    min: 1,
    max: 10_000_000,
    meaning: 'Cached answers are filled up to n bytes; the API answers without the filling.',
  },
  FAULT_NO_FALLBACK: {
    sets: 'noFallback',
    ...ON,
    meaning: 'When Redis fails, the API answers 503 instead of asking the database.',
  },
  FAULT_DATABASE_DELAY_MS: { sets: 'databaseDelayMs', ...DURATION_MS, meaning: 'Every query takes n ms longer.' },
  FAULT_WRONG_CONTENT_EVERY: {
    sets: 'wrongContentEvery',
    ...COUNT,
    meaning: 'Every n-th answer about flags is 200 with an empty list or with another flag.',
  },
  FAULT_ERROR_EVERY: {
    sets: 'errorEvery',
    ...COUNT,
    meaning: 'Every n-th request about flags fails with 500, for no reason in Redis.',
  },
  FAULT_COMPUTE_MS: {
    sets: 'computeMs',
    ...DURATION_MS,
    meaning: 'Every request about flags computes for n ms, and the API answers nothing else meanwhile.',
  },
  FAULT_START_DELAY_MS: { sets: 'startDelayMs', ...DURATION_MS, meaning: 'The API starts n ms later.' },
} as const satisfies Record<`FAULT_${string}`, FaultVariable>;

type Variable = (typeof FAULT_VARIABLES)[keyof typeof FAULT_VARIABLES];

/** The faults that are set. */
export type ApiFaults = {
  readonly [V in Variable as V['sets']]?: V extends { values: readonly (infer Value)[] } ? Value : number;
};

/** Reads the faults; empty variables count as unset. Problems, unknown FAULT_* variables among them, join `problems`. */
export function readApiFaults(environment: NodeJS.ProcessEnv, problems: string[]): ApiFaults {
  const faults: Record<string, string | number> = {};
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('FAULT_') || !text) continue;
    const variable = variableOf(name);
    if (variable === undefined) {
      problems.push(`${name} is not a fault: expected one of ${Object.keys(FAULT_VARIABLES).join(', ')}`);
    } else if ('values' in variable) {
      if (variable.values.includes(text)) faults[variable.sets] = text;
      else problems.push(`${name} is "${text}": expected ${variable.values.join(' or ')}`);
    } else {
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      if (value >= variable.min && value <= variable.max) faults[variable.sets] = value;
      else problems.push(`${name} is "${text}": expected a whole number from ${variable.min} to ${variable.max}`);
    }
  }
  return faults as ApiFaults;
}

function variableOf(name: string): FaultVariable | undefined {
  return Object.hasOwn(FAULT_VARIABLES, name) ? FAULT_VARIABLES[name as keyof typeof FAULT_VARIABLES] : undefined;
}
