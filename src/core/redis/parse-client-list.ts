/** One connection of CLIENT LIST, as far as a verdict needs it. What a server does not tell of it is undefined. */
export interface RedisClient {
  readonly id: string;
  /** Remote address, `host:port`. */
  readonly addr: string;
  /** What CLIENT SETNAME gave it; empty for none. */
  readonly name: string;
  readonly ageSeconds: number;
  readonly idleSeconds: number;
  /** N normal, S replica, M master, O monitor, b blocked, … */
  readonly flags: string | undefined;
  /** The last command. */
  readonly cmd: string;
  /** The user of the ACL. */
  readonly user: string | undefined;
  /** The library that the client names itself by (CLIENT SETINFO). */
  readonly libName: string | undefined;
  /** Commands that it has sent since it connected: `tot-cmds` of Redis 8, Valkey 8 and Dragonfly. */
  readonly commandsTotal: number | undefined;
}

// Fields are read by name: servers differ in those they print and in their order. A value may contain blanks (a name
// behind a proxy, say), so a line is cut only where a name and `=` follow.
const CUT = / (?=[a-z][a-z0-9_-]*=)/i;

/** Reads the answer to CLIENT LIST, a connection a line; lines without an id are passed over. */
export function parseClientList(text: string): RedisClient[] {
  return text
    .split(/\r?\n/)
    .map(parseClient)
    .filter((client) => client !== undefined);
}

function parseClient(line: string): RedisClient | undefined {
  const fields = new Map<string, string>();
  for (const field of line.trim().split(CUT)) {
    const equals = field.indexOf('=');
    const name = field.slice(0, equals);
    if (equals > 0 && !fields.has(name)) fields.set(name, field.slice(equals + 1));
  }
  const id = fields.get('id');
  if (id === undefined) return undefined;
  return {
    id,
    addr: fields.get('addr') ?? '',
    name: fields.get('name') ?? '',
    ageSeconds: numberOf(fields.get('age')) ?? 0,
    idleSeconds: numberOf(fields.get('idle')) ?? 0,
    flags: fields.get('flags'),
    cmd: fields.get('cmd') ?? '',
    user: fields.get('user'),
    libName: fields.get('lib-name'),
    commandsTotal: numberOf(fields.get('tot-cmds')),
  };
}

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
