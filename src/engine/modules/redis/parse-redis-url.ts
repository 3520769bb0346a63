import { NotEmbeddedError } from '../../vu/go-error.ts';
import { parseGoDuration } from '../http/go-duration.ts';
import { quoteGo } from '../http/go-format.ts';
import { type GoUrl, parseGoUrl } from '../http/go-url.ts';
import type { GivenRedisOptions } from './redis-options.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Apply = (options: Mutable<GivenRedisOptions>, text: string, name: string) => void;

const duration =
  (
    key:
      | 'dialTimeoutMs'
      | 'readTimeoutMs'
      | 'poolTimeoutMs'
      | 'connectionMaxIdleMs'
      | 'connectionMaxLifetimeMs'
      | 'minRetryBackoffMs'
      | 'maxRetryBackoffMs',
  ): Apply =>
  (options, text, name) => {
    options[key] = readDuration(text, name);
  };

// Source of the names: go-redis v9, options.go. Those that set nothing are checked only.
const QUERY_OPTIONS: Readonly<Record<string, Apply>> = {
  db: (options, text) => {
    options.database = readInteger(text, (reason) => `redis: invalid database number: ${reason}`);
  },
  client_name: (options, text) => {
    options.clientName = text;
  },
  max_retries: (options, text, name) => {
    options.maxRetries = readNumber(text, name);
  },
  pool_size: (options, text, name) => {
    options.poolSize = readNumber(text, name);
  },
  min_retry_backoff: duration('minRetryBackoffMs'),
  max_retry_backoff: duration('maxRetryBackoffMs'),
  dial_timeout: duration('dialTimeoutMs'),
  read_timeout: duration('readTimeoutMs'),
  // A command is one small write: the read timeout, which starts with it, ends a stuck one too.
  write_timeout: (_options, text, name) => {
    readDuration(text, name);
  },
  pool_timeout: duration('poolTimeoutMs'),
  conn_max_idle_time: duration('connectionMaxIdleMs'),
  idle_timeout: duration('connectionMaxIdleMs'),
  conn_max_lifetime: duration('connectionMaxLifetimeMs'),
  max_conn_age: duration('connectionMaxLifetimeMs'),
  // Differs from k6: connections are opened on demand only.
  min_idle_conns: (_options, text, name) => {
    readNumber(text, name);
  },
  max_idle_conns: (_options, text, name) => {
    readNumber(text, name);
  },
  max_active_conns: (_options, text, name) => {
    readNumber(text, name);
  },
  protocol: (_options, text, name) => {
    readNumber(text, name);
  },
  pool_fifo: (_options, text, name) => assertBoolean(text, name),
  skip_verify: (_options, text, name) => assertBoolean(text, name),
  max_concurrent_dials: (_options, text, name) => {
    readNumber(text, name);
  },
  conn_max_lifetime_jitter: (_options, text, name) => {
    readDuration(text, name);
  },
};

/**
 * Parses `redis://user:password@host:port/db?option=value` as go-redis does.
 * @throws {Error} With go-redis's text.
 * @throws {GoError} For unix sockets.
 */
export function parseRedisUrl(text: string): GivenRedisOptions {
  const url = parseWithoutLeak(text);
  if (url.scheme === 'unix') {
    if (url.path === '/' || !url.href.startsWith('unix:/')) throw new Error('redis: empty unix socket path');
    throw new NotEmbeddedError('Redis over a unix socket');
  }
  if (url.scheme !== 'redis' && url.scheme !== 'rediss') throw new Error(`redis: invalid URL scheme: ${url.scheme}`);
  const host = url.hostname === '' ? 'localhost' : url.hostname;
  const [user = '', ...password] = (url.userInfo ?? '').split(':');
  const options: Mutable<GivenRedisOptions> = {
    host,
    port: /:\d+$/.test(url.host) ? url.port : 6379,
    username: decode(user, text),
    password: decode(password.join(':'), text),
  };
  if (url.scheme === 'rediss') options.tls = { serverName: host, ca: [], cert: undefined, key: undefined };
  applyPath(options, url.path);
  const queryAt = text.indexOf('?');
  if (queryAt !== -1) applyQuery(options, new URLSearchParams(text.slice(queryAt + 1).replace(/#.*$/s, '')));
  return options;
}

// Go quotes the URL in its errors; the credentials in it are nobody's business.
function parseWithoutLeak(text: string): GoUrl {
  try {
    return parseGoUrl(text);
  } catch (error) {
    throw new Error((error as Error).message.replace(/\/\/[^@]*@/, '//***@'));
  }
}

function applyPath(options: Mutable<GivenRedisOptions>, path: string): void {
  const segments = path.split('/').filter((segment) => segment !== '');
  const [database] = segments;
  if (segments.length > 1) throw new Error(`redis: invalid URL path: ${path}`);
  if (database === undefined) return;
  options.database = readInteger(database, () => `redis: invalid database number: ${quoteGo(database)}`);
}

function applyQuery(options: Mutable<GivenRedisOptions>, query: URLSearchParams): void {
  const names = [...new Set(query.keys())];
  const unknown = names.filter((name) => !Object.hasOwn(QUERY_OPTIONS, name));
  // The last one counts when an option is given twice.
  for (const name of names) QUERY_OPTIONS[name]?.(options, query.getAll(name).at(-1) ?? '', name);
  if (unknown.length > 0) throw new Error(`redis: unexpected option: ${unknown.sort().join(', ')}`);
}

function readInteger(text: string, message: (reason: string) => string): number {
  if (text === '') return 0;
  if (!/^[+-]?\d+$/.test(text)) throw new Error(message(`strconv.Atoi: parsing ${quoteGo(text)}: invalid syntax`));
  return Number(text);
}

function readNumber(text: string, name: string): number {
  return readInteger(text, (reason) => `redis: invalid ${name} number: ${reason}`);
}

// A plain number is seconds; nothing positive means "no limit".
function readDuration(text: string, name: string): number {
  if (text === '') return 0;
  try {
    const durationMs = /^[+-]?\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text);
    return durationMs > 0 ? durationMs : -1;
  } catch (error) {
    throw new Error(`redis: invalid ${name} duration: ${(error as Error).message}`);
  }
}

function assertBoolean(text: string, name: string): void {
  if (['', '0', '1', 'true', 'false'].includes(text)) return;
  throw new Error(`redis: invalid ${name} boolean: expected true/false/1/0 or an empty string, got ${quoteGo(text)}`);
}

function decode(text: string, url: string): string {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text);
  if (bad !== null) throw new Error(`parse ${quoteGo(url.replace(/\/\/[^@]*@/, '//***@'))}: invalid URL escape`);
  return decodeURIComponent(text);
}
