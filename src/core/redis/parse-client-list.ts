/** One connection of CLIENT LIST, as far as a verdict needs it. */
export interface RedisClient {
  readonly id: string;
  /** Remote address, `host:port`. */
  readonly addr: string;
  /** What CLIENT SETNAME gave it; empty for none. */
  readonly name: string;
  readonly ageSeconds: number;
  readonly idleSeconds: number;
  /** N normal, S replica, M master, O monitor, b blocked, … */
  readonly flags: string;
  /** The last command. */
  readonly cmd: string;
}

// Fields that some version of Redis or Valkey prints. A value may contain blanks (a name behind a proxy, say), so a line
// is cut only where one of these begins.
const FIELDS =
  'id|addr|laddr|fd|name|age|idle|flags|capa|db|sub|psub|ssub|multi|watch|qbuf|qbuf-free|argv-mem|multi-mem|rbs|rbp|obl|oll|omem|tot-mem|events|cmd|user|redir|resp|lib-name|lib-ver|tot-net-in|tot-net-out|tot-cmds|io-thread|read-events|parse-batch-cmd-sum|parse-batch-cnt|shard_id|nslot';
const CUT = new RegExp(` (?=(?:${FIELDS})=)`);

/** Reads the answer to CLIENT LIST, a connection a line; lines without an id are passed over. */
export function parseClientList(text: string): RedisClient[] {
  return text
    .split(/\r?\n/)
    .map(parseClient)
    .filter((client) => client !== undefined);
}

function parseClient(line: string): RedisClient | undefined {
  const fields: Record<string, string> = {};
  for (const field of line.split(CUT)) {
    const equals = field.indexOf('=');
    if (equals > 0) fields[field.slice(0, equals)] ??= field.slice(equals + 1);
  }
  if (fields.id === undefined) return undefined;
  return {
    id: fields.id,
    addr: fields.addr ?? '',
    name: fields.name ?? '',
    ageSeconds: Number(fields.age ?? 0) || 0,
    idleSeconds: Number(fields.idle ?? 0) || 0,
    flags: fields.flags ?? '',
    cmd: fields.cmd ?? '',
  };
}
