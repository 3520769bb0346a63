interface KindOfFault {
  /** Whether the network in front of Redis has it, or the Redis server itself; the latter must be ours. */
  place: 'network' | 'server';
  /** The field that says how much, if there is one. */
  value?: 'valueMs' | 'bytesPerSecond';
  /** Has no duration. */
  isInstant?: true;
  meaning: string;
}

/** The kinds of faults that REDIS_FAULTS may list. */
export const REDIS_FAULT_KINDS = {
  latency: { place: 'network', value: 'valueMs', meaning: 'Every round trip takes valueMs longer: replies are held.' },
  jitter: { place: 'network', value: 'valueMs', meaning: 'Every round trip takes 0 to valueMs longer, at random.' },
  bandwidth: { place: 'network', value: 'bytesPerSecond', meaning: 'All replies together get no more than this.' },
  stall: { place: 'network', meaning: 'Nothing flows in either direction; nothing is lost.' },
  reset: { place: 'network', isInstant: true, meaning: 'All open connections are reset, once.' },
  refuse: { place: 'network', meaning: 'New connections are refused; open ones stay.' },
  'redis-stall': { place: 'server', meaning: 'The Redis server is halted (SIGSTOP), then goes on (SIGCONT).' },
  'redis-kill': { place: 'server', meaning: 'The Redis server crashes (SIGKILL) and comes back empty.' },
  'redis-stop': { place: 'server', meaning: 'The Redis server is stopped in order (SIGTERM) and comes back empty.' },
  'redis-slow': {
    place: 'server',
    value: 'valueMs',
    meaning: 'The Redis server is busy with a script for valueMs, then free for as long, again and again.',
  },
  maxclients: { place: 'server', meaning: 'The Redis server accepts no new client: maxclients is 1.' },
} as const satisfies Record<string, KindOfFault>;

export type RedisFaultKind = keyof typeof REDIS_FAULT_KINDS;

/** A fault between everyone and Redis, or of Redis. Time 0 is the first byte sent to Redis once the stack is ready. */
export interface RedisFault {
  kind: RedisFaultKind;
  atMs: number;
  /** Without it the fault lasts as long as the stack. */
  forMs?: number;
  valueMs?: number;
  bytesPerSecond?: number;
}

/** What kinds of faults have in common. */
export function kindOf(fault: RedisFault): KindOfFault {
  return REDIS_FAULT_KINDS[fault.kind];
}

const RANGES = {
  atMs: { min: 0, max: 86_400_000 },
  forMs: { min: 1, max: 86_400_000 },
  /** A script of more than 5 s would have Redis answer BUSY. */
  valueMs: { min: 1, max: 4000 },
  bytesPerSecond: { min: 1, max: 1_000_000_000 },
} as const;

/**
 * Reads REDIS_FAULTS, a JSON array of faults; an empty text is none. Faults of the server need `hasPrivateRedis`.
 * @throws {Error} with every problem, in one line.
 */
export function parseRedisFaults(text: string, hasPrivateRedis: boolean): RedisFault[] {
  if (text === '') return [];
  const faults = parseArray(text);
  const problems = faults.flatMap((fault, index) =>
    problemsOf(fault).map((problem) => `fault ${index + 1} ${problem}`),
  );
  if (problems.length === 0) problems.push(...problemsOfServerFaults(faults as RedisFault[], hasPrivateRedis));
  if (problems.length > 0) throw new Error(`Cannot use REDIS_FAULTS: ${problems.join('; ')}`);
  return faults as RedisFault[];
}

function parseArray(text: string): unknown[] {
  try {
    const faults: unknown = JSON.parse(text);
    if (Array.isArray(faults)) return faults;
  } catch {
    // Said below.
  }
  throw new Error('Cannot use REDIS_FAULTS: expected a JSON array such as [{"kind":"stall","atMs":1000,"forMs":500}]');
}

function problemsOf(fault: unknown): string[] {
  if (typeof fault !== 'object' || fault === null) return ['is not an object'];
  const { kind, ...fields } = fault as Record<string, unknown>;
  if (typeof kind !== 'string' || !Object.hasOwn(REDIS_FAULT_KINDS, kind)) {
    return [`has the kind ${JSON.stringify(kind)}: expected one of ${Object.keys(REDIS_FAULT_KINDS).join(', ')}`];
  }
  const { value, isInstant }: KindOfFault = REDIS_FAULT_KINDS[kind as RedisFaultKind];
  const required = value === undefined ? ['atMs'] : ['atMs', value];
  const allowed = isInstant ? required : [...required, 'forMs'];
  return [
    ...required.filter((name) => !(name in fields)).map((name) => `(${kind}) lacks ${name}`),
    ...Object.entries(fields).flatMap(([name, number]) => {
      if (!allowed.includes(name)) return [`(${kind}) has "${name}": expected only kind, ${allowed.join(', ')}`];
      const { min, max } = RANGES[name as keyof typeof RANGES];
      const isRight = Number.isInteger(number) && Number(number) >= min && Number(number) <= max;
      const was = JSON.stringify(number);
      return isRight ? [] : [`(${kind}) has ${name} ${was}: expected a whole number from ${min} to ${max}`];
    }),
  ];
}

function problemsOfServerFaults(faults: RedisFault[], hasPrivateRedis: boolean): string[] {
  const ofServer = faults.filter((fault) => kindOf(fault).place === 'server').sort((a, b) => a.atMs - b.atMs);
  const [first] = ofServer;
  if (first !== undefined && !hasPrivateRedis) {
    return [`${first.kind} needs the private Redis: unset REDIS_URL, which names another, or leave the fault out`];
  }
  return ofServer.slice(1).flatMap((fault, index) => {
    const earlier = ofServer[index];
    if (earlier?.forMs !== undefined && earlier.atMs + earlier.forMs <= fault.atMs) return [];
    return [`${earlier?.kind} and ${fault.kind} overlap: faults of the server must follow each other`];
  });
}
