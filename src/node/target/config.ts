import { type ApiFaults, readApiFaults } from '../faults/fault-variables.ts';
import { UserError } from '../user-error.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';

/** What the reference API can be told; each field is one environment variable. */
export interface TargetConfig {
  /** PORT: the first port to try; 0 takes any free one. */
  port: number;
  /** LISTEN_HOST: the address to listen on; that of this machine alone when it is not set. */
  host: string;
  /** REDIS_URL: required, since no Redis is used unasked. */
  redisUrl: string;
  /** REDIS_POOL_SIZE: the most connections open to Redis at a time. */
  redisPoolSize: number;
  /** CACHE_TTL: how long a cached answer lives. */
  cacheTtlSeconds: number;
  /** DATABASE_URL: a PostgreSQL server; without it an embedded one runs. */
  databaseUrl: string | undefined;
  /** LOG_LEVEL */
  logLevel: LogLevel;
  /** FAULT_*: what is broken on purpose. */
  faults: ApiFaults;
}

/**
 * Reads the configuration from environment variables; empty ones count as unset.
 * @throws {UserError} that lists every problem found, never with the text of a URL.
 */
export function readConfig(environment: NodeJS.ProcessEnv): TargetConfig {
  const problems: string[] = [];

  const readInteger = (name: string, fallback: number, min: number, max: number): number => {
    const text = environment[name] || String(fallback);
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    problems.push(`${name} is "${text}": expected a whole number from ${min} to ${max}`);
    return fallback;
  };
  const readUrl = (name: string, protocols: string[]): string | undefined => {
    const text = environment[name] || undefined;
    if (text === undefined || (URL.canParse(text) && protocols.includes(new URL(text).protocol))) return text;
    problems.push(`${name} is not a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    return undefined;
  };

  const redisUrl = readUrl('REDIS_URL', ['redis:', 'rediss:']);
  if (!environment.REDIS_URL) problems.push('REDIS_URL is not set: name a Redis, such as redis://127.0.0.1:6379');
  const logLevel = LOG_LEVELS.find((level) => level === (environment.LOG_LEVEL || 'info'));
  if (logLevel === undefined) {
    problems.push(`LOG_LEVEL is "${environment.LOG_LEVEL}": expected one of ${LOG_LEVELS.join(', ')}`);
  }
  const config: TargetConfig = {
    port: readInteger('PORT', 3001, 0, 65_535),
    host: environment.LISTEN_HOST || '127.0.0.1',
    redisUrl: redisUrl ?? '',
    redisPoolSize: readInteger('REDIS_POOL_SIZE', 10, 1, 1000),
    cacheTtlSeconds: readInteger('CACHE_TTL', 60, 1, 86_400),
    databaseUrl: readUrl('DATABASE_URL', ['postgres:', 'postgresql:']),
    logLevel: logLevel ?? 'info',
    faults: readApiFaults(environment, problems),
  };
  if (problems.length > 0) throw new UserError(`Cannot start the reference API: ${problems.join('; ')}`, 1);
  return config;
}
