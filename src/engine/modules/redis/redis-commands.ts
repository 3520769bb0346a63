import { RedisRejection } from './redis-rejection.ts';

/** How the arguments of a method become those of a command: one entry each, a plural takes all the rest. */
type Parameter = 'text' | 'texts' | 'integer' | 'value' | 'values';

/** What a method resolves to. */
export type Reply = 'as it is' | 'boolean' | 'object' | 'seconds';

/** One method of the client. */
interface RedisMethod {
  readonly command: string;
  readonly parameters: readonly Parameter[];
  readonly reply: Reply;
}

const method = (command: string, parameters: readonly Parameter[], reply: Reply = 'as it is'): RedisMethod => ({
  command,
  parameters,
  reply,
});

/** Source of the names: xk6-redis v0.4.3. `set` and `sendCommand` are made by hand. */
export const REDIS_METHODS = {
  get: method('GET', ['text']),
  getSet: method('GETSET', ['text', 'value']),
  getDel: method('GETDEL', ['text']),
  del: method('DEL', ['texts']),
  exists: method('EXISTS', ['texts']),
  incr: method('INCR', ['text']),
  incrBy: method('INCRBY', ['text', 'integer']),
  decr: method('DECR', ['text']),
  decrBy: method('DECRBY', ['text', 'integer']),
  randomKey: method('RANDOMKEY', []),
  mget: method('MGET', ['texts']),
  expire: method('EXPIRE', ['text', 'integer'], 'boolean'),
  ttl: method('TTL', ['text'], 'seconds'),
  persist: method('PERSIST', ['text'], 'boolean'),
  lpush: method('LPUSH', ['text', 'values']),
  rpush: method('RPUSH', ['text', 'values']),
  lpop: method('LPOP', ['text']),
  rpop: method('RPOP', ['text']),
  lrange: method('LRANGE', ['text', 'integer', 'integer']),
  lindex: method('LINDEX', ['text', 'integer']),
  lset: method('LSET', ['text', 'integer', 'text']),
  lrem: method('LREM', ['text', 'integer', 'text']),
  llen: method('LLEN', ['text']),
  hset: method('HSET', ['text', 'text', 'value']),
  hsetnx: method('HSETNX', ['text', 'text', 'text'], 'boolean'),
  hget: method('HGET', ['text', 'text']),
  hdel: method('HDEL', ['text', 'texts']),
  hgetall: method('HGETALL', ['text'], 'object'),
  hkeys: method('HKEYS', ['text']),
  hvals: method('HVALS', ['text']),
  hlen: method('HLEN', ['text']),
  hincrby: method('HINCRBY', ['text', 'text', 'integer']),
  sadd: method('SADD', ['text', 'values']),
  srem: method('SREM', ['text', 'values']),
  sismember: method('SISMEMBER', ['text', 'value'], 'boolean'),
  smembers: method('SMEMBERS', ['text']),
  srandmember: method('SRANDMEMBER', ['text']),
  spop: method('SPOP', ['text']),
} as const satisfies Readonly<Record<string, RedisMethod>>;

/** Encodes the arguments of a call. @throws {RedisRejection} for a value that k6 does not take */
export function encodeCommand({ command, parameters }: RedisMethod, args: readonly unknown[]): string[] {
  const encoded = [command];
  for (const [index, parameter] of parameters.entries()) {
    if (parameter === 'texts') encoded.push(...args.slice(index).map(encodeText));
    else if (parameter === 'values')
      encoded.push(...args.slice(index).map((value, i) => encodeValue(value, index + i)));
    else if (parameter === 'integer') encoded.push(String(toInteger(args[index])));
    else encoded.push(parameter === 'text' ? encodeText(args[index]) : encodeValue(args[index], index));
  }
  return encoded;
}

/** Gives a reply the type that the method resolves to. @throws {RedisRejection} `redis: nil` */
export function convertReply(reply: unknown, kind: Reply): unknown {
  if (reply === null || reply === undefined) throw new RedisRejection('redis: nil');
  if (kind === 'boolean') return reply === 1;
  // go-redis passes the two special answers on as nanoseconds.
  if (kind === 'seconds') return Number(reply) < 0 ? Number(reply) * 1e-9 : reply;
  if (kind === 'object') return objectFromPairs(reply as readonly string[]);
  return plainReply(reply);
}

/** `true` is "1", floats are written without exponent. @throws {RedisRejection} for other types */
export function encodeValue(value: unknown, index: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return encodeNumber(value);
  const supported = 'supported types are string, number, and boolean';
  throw new RedisRejection(`unsupported type provided for argument at index ${index}, ${supported}`);
}

/** As k6 turns a script's value into an integer. */
export function toInteger(value: unknown): number {
  return Math.trunc(Number(value)) || 0;
}

function encodeText(value: unknown): string {
  return value === undefined ? '' : String(value);
}

function encodeNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const plain = point <= 0 ? `0.${'0'.repeat(-point)}${digits}` : digits.padEnd(point, '0');
  return value < 0 ? `-${plain}` : plain;
}

function objectFromPairs(pairs: readonly string[]): Record<string, string> {
  const object: Record<string, string> = {};
  for (let i = 0; i + 1 < pairs.length; i += 2) object[pairs[i] ?? ''] = pairs[i + 1] ?? '';
  return object;
}

// An error inside an array does not fail the command; scripts see its text.
function plainReply(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(plainReply);
  return reply instanceof Error ? reply.message : reply;
}
