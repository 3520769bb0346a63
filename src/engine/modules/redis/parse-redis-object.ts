import { NotEmbeddedError } from '../../vu/go-error.ts';
import { goTypeName } from '../http/go-format.ts';
import type { GivenRedisOptions } from './redis-options.ts';

type FieldType = 'string' | 'int' | 'int64' | 'strings' | Struct;

interface Struct {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

const TLS: Struct = { name: 'tlsOptions', fields: { ca: 'strings', cert: 'string', key: 'string' } };
const SOCKET: Struct = {
  name: 'socketOptions',
  fields: {
    host: 'string',
    port: 'int',
    tls: TLS,
    dialTimeout: 'int64',
    readTimeout: 'int64',
    writeTimeout: 'int64',
    poolSize: 'int',
    minIdleConns: 'int',
    maxConnAge: 'int64',
    poolTimeout: 'int64',
    idleTimeout: 'int64',
    idleCheckFrequency: 'int64',
  },
};
const NODE: Struct = {
  name: 'singleNodeOptions',
  fields: {
    socket: SOCKET,
    username: 'string',
    password: 'string',
    clientName: 'string',
    database: 'int',
    maxRetries: 'int',
    minRetryBackoff: 'int64',
    maxRetryBackoff: 'int64',
  },
};

interface NodeObject {
  readonly socket?: SocketObject | null;
  readonly username?: string;
  readonly password?: string;
  readonly database?: number;
  readonly maxRetries?: number;
  readonly minRetryBackoff?: number;
  readonly maxRetryBackoff?: number;
}

interface SocketObject {
  readonly host?: string;
  readonly port?: number;
  readonly tls?: { readonly ca?: readonly string[]; readonly cert?: string; readonly key?: string } | null;
  readonly dialTimeout?: number;
  readonly readTimeout?: number;
  readonly poolSize?: number;
  readonly poolTimeout?: number;
  readonly maxConnAge?: number;
  readonly idleTimeout?: number;
}

/**
 * Reads the object form of the client's options, as strictly as k6.
 * @throws {Error} With the text of Go's JSON decoder.
 * @throws {GoError} For cluster and sentinel.
 */
export function parseRedisObject(object: Readonly<Record<string, unknown>>): GivenRedisOptions {
  const { cluster } = object;
  if (goTypeName(cluster) === 'map[string]interface {}') {
    const { nodes } = cluster as { nodes?: unknown };
    if (!Array.isArray(nodes)) throw new Error(`cluster nodes property must be an array; got ${goTypeName(nodes)}`);
    if (nodes.length === 0) throw new Error('cluster nodes property cannot be empty');
    if (typeof nodes[0] !== 'string' && goTypeName(nodes[0]) !== 'map[string]interface {}') {
      throw new Error(`cluster nodes array must contain string or object elements; got ${goTypeName(nodes[0])}`);
    }
    throw new NotEmbeddedError('Redis Cluster');
  }
  if (object.masterName !== undefined) throw new NotEmbeddedError('Redis Sentinel');
  assertFields(object, NODE, '');
  const node = object as NodeObject;
  const { socket } = node;
  if (socket === undefined || socket === null) throw new Error('empty socket options');
  return {
    host: socket.host ?? '',
    port: socket.port ?? 0,
    username: node.username ?? '',
    password: node.password ?? '',
    database: node.database ?? 0,
    tls: socket.tls ? { serverName: undefined, ca: [], cert: undefined, key: undefined, ...socket.tls } : undefined,
    maxRetries: node.maxRetries ?? 0,
    // Nanoseconds, unlike all the others.
    minRetryBackoffMs: (node.minRetryBackoff ?? 0) / 1e6,
    maxRetryBackoffMs: (node.maxRetryBackoff ?? 0) / 1e6,
    dialTimeoutMs: socket.dialTimeout ?? 0,
    readTimeoutMs: socket.readTimeout ?? 0,
    poolSize: socket.poolSize ?? 0,
    poolTimeoutMs: socket.poolTimeout ?? 0,
    connectionMaxIdleMs: socket.idleTimeout ?? 0,
    connectionMaxLifetimeMs: socket.maxConnAge ?? 0,
  };
}

// Go's decoder goes through the keys in sorted order and reports the first problem.
function assertFields(object: Readonly<Record<string, unknown>>, struct: Struct, path: string): void {
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value === undefined || typeof value === 'function') continue;
    const type = struct.fields[key];
    if (type === undefined) throw new Error(`json: unknown field "${key}"`);
    if (value === null) continue;
    assertType(value, type, struct, path === '' ? key : `${path}.${key}`);
  }
}

function assertType(value: unknown, type: FieldType, struct: Struct, path: string): void {
  const fail = (kind: string, wanted: string) => {
    throw new Error(`json: cannot unmarshal ${kind} into Go struct field ${struct.name}.${path} of type ${wanted}`);
  };
  const kind = jsonKind(value);
  if (typeof type === 'object') {
    if (kind !== 'object') fail(kind, `redis.${type.name}`);
    else assertFields(value as Readonly<Record<string, unknown>>, type, path);
  } else if (type === 'strings') {
    if (kind !== 'array') fail(kind, '[]string');
    const odd = (value as unknown[]).find((item) => typeof item !== 'string');
    if (odd !== undefined) fail(jsonKind(odd), 'string');
  } else if (type === 'string') {
    if (kind !== 'string') fail(kind, 'string');
  } else if (kind !== 'number') fail(kind, type);
  else if (!Number.isInteger(value)) fail(`number ${value}`, type);
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
