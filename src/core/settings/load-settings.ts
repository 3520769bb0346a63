import { HIGHEST_RATE } from './highest-rate.ts';
import { parseOwnLimits } from './own-limits.ts';
import {
  baseUrl,
  byteSize,
  clientPattern,
  decimal,
  durationMs,
  headerList,
  headerValue,
  redisUrl,
  wholeNumber,
  yesOrNo,
} from './parsers.ts';
import { optionalPath } from './path-parsers.ts';
import { MOST_SHARES, parseShare } from './share.ts';
import type { ValuesOf, Variable } from './variable.ts';

/**
 * What a user can change about a load, as environment variables. Read inside the bundle and by the command alike. What each is
 * for: docs/settings.md.
 */
export const LOAD_VARIABLES = {
  baseUrl: {
    name: 'BASE_URL',
    fallback: 'http://127.0.0.1:3001',
    allowed:
      'give http:// or https:// and a host, and no query, such as BASE_URL=http://localhost:3001; a port is from 1 to 65535, and special characters are percent-encoded',
    secret: 'url',
    parse: baseUrl,
  },
  insecureTls: {
    name: 'INSECURE_TLS',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  ratePerSecond: {
    name: 'RATE',
    fallback: '50',
    allowed: `give a whole number of requests per second from 1 to ${HIGHEST_RATE}, or to as many times that as processes share the load (SHARES=auto), such as RATE=50`,
    parse: wholeNumber(1, HIGHEST_RATE * MOST_SHARES),
  },
  durationMs: {
    name: 'DURATION',
    fallback: '30s',
    allowed: 'give a time with its unit from 1s to 24h, such as DURATION=30s or DURATION=2m',
    parse: durationMs(1_000, 86_400_000),
  },
  requestTimeoutMs: {
    name: 'REQUEST_TIMEOUT',
    fallback: '3s',
    allowed: 'give a time with its unit from 100ms to 60s, such as REQUEST_TIMEOUT=3s',
    parse: durationMs(100, 60_000),
  },
  mostBodyBytes: {
    name: 'MAX_BODY',
    fallback: '10MB',
    allowed: 'give a size with its unit from 1KB to 500MB, such as MAX_BODY=10MB',
    // The embedded engine cannot have a longer text.
    parse: byteSize(1_000, 500_000_000),
  },
  authorization: {
    name: 'AUTHORIZATION',
    fallback: '',
    allowed: 'give one line of printable ASCII',
    secret: 'all',
    parse: headerValue,
  },
  headers: {
    name: 'HEADERS',
    fallback: '',
    allowed: 'give name=value, such as HEADERS="X-Api-Key=abc,X-Tenant=7"',
    secret: 'all',
    parse: headerList,
  },
  redisUrl: {
    name: 'REDIS_URL',
    fallback: '',
    allowed:
      'give redis:// or rediss:// and a host, such as REDIS_URL=redis://localhost:6379, and no Unix socket, which is not supported; write / # ? @ : % of a password percent-encoded, such as %2F for /; options are db and protocol, and TLS has CA_FILE and INSECURE_TLS',
    secret: 'url',
    parse: redisUrl,
  },
  requireRedis: {
    name: 'REQUIRE_REDIS',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  ownLimits: {
    name: 'LIMITS',
    fallback: '',
    allowed: 'give a file such as {"latency-p95": 30, "redis-evictions": null}',
    parse: parseOwnLimits,
  },
  stopEarly: {
    name: 'STOP_EARLY',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  expectedMaxConnections: {
    name: 'EXPECTED_MAX_CONNECTIONS',
    fallback: '10',
    allowed: 'give a whole number from 1 to 100000, such as EXPECTED_MAX_CONNECTIONS=10',
    parse: wholeNumber(1, 100_000),
  },
  instances: {
    name: 'INSTANCES',
    fallback: '0',
    allowed: 'give a whole number from 1 to 100000, such as INSTANCES=10, or 0 to leave the fleet out',
    parse: wholeNumber(0, 100_000),
  },
  workers: {
    name: 'WORKERS',
    fallback: '1',
    allowed: 'give a whole number from 1 to 10000, such as WORKERS=4',
    parse: wholeNumber(1, 10_000),
  },
  poolSize: {
    name: 'POOL_SIZE',
    fallback: '0',
    allowed: 'give a whole number from 1 to 100000, such as POOL_SIZE=10, or 0 for what the API tells',
    parse: wholeNumber(0, 100_000),
  },
  apiClients: {
    name: 'API_CLIENTS',
    fallback: '*',
    allowed:
      'give one name or address without blanks and commas, * for any text, such as API_CLIENTS=my-api or API_CLIENTS=10.0.*',
    parse: clientPattern,
  },
  poolPath: {
    name: 'POOL_PATH',
    fallback: '',
    allowed:
      'give a path that starts with /, such as POOL_PATH=/health/pool; percent-encode spaces and anything that is not ASCII',
    secret: 'url',
    parse: optionalPath,
  },
  settleMs: {
    name: 'SETTLE',
    fallback: '5m',
    allowed: 'give a time with its unit from 1s to 1h, such as SETTLE=5m',
    parse: durationMs(1_000, 3_600_000),
  },
  settleTolerance: {
    name: 'SETTLE_TOLERANCE',
    fallback: '1',
    allowed: 'give a whole number from 0 to 100000, such as SETTLE_TOLERANCE=1',
    parse: wholeNumber(0, 100_000),
  },
  coldMs: {
    name: 'COLD',
    fallback: '2s',
    allowed: 'give a time with its unit from 1s to 10m, such as COLD=2s',
    parse: durationMs(1_000, 600_000),
  },
  cycles: {
    name: 'CYCLES',
    fallback: '2',
    allowed: 'give a whole number from 2 to 100, such as CYCLES=2',
    parse: wholeNumber(2, 100),
  },
  recoveryMs: {
    name: 'RECOVERY',
    fallback: '5s',
    allowed: 'give a time with its unit from 1s to 1h, such as RECOVERY=5s',
    parse: durationMs(1_000, 3_600_000),
  },
  outageMs: {
    name: 'OUTAGE',
    fallback: '10s',
    allowed: 'give a time with its unit from 1s to 1h, such as OUTAGE=10s',
    parse: durationMs(1_000, 3_600_000),
  },
  controlUrl: {
    name: 'CONTROL_URL',
    about:
      'address that takes Redis away (POST …/fault) and brings it back (POST …/recover); the command opens its own',
    fallback: '',
    allowed: 'give http:// or https:// and a host, such as CONTROL_URL=http://localhost:9000',
    secret: 'url',
    parse: (text: string) => (text === '' ? '' : baseUrl(text)),
  },
  steps: {
    name: 'STEPS',
    fallback: '7',
    allowed: 'give a whole number from 2 to 20, such as STEPS=7',
    parse: wholeNumber(2, 20),
  },
  stepFactor: {
    name: 'STEP_FACTOR',
    fallback: '2',
    allowed: 'give a number from 1.1 to 10, such as STEP_FACTOR=1.5',
    parse: decimal(1.1, 10),
  },
  maxRatePerSecond: {
    name: 'MAX_RATE',
    fallback: '3000',
    allowed: 'give a whole number of requests per second from 2 to 10000, such as MAX_RATE=3000',
    parse: wholeNumber(2, HIGHEST_RATE),
  },
  expectedRate: {
    name: 'EXPECTED_RATE',
    fallback: '0',
    allowed: 'give a whole number of requests per second from 0 to 10000, such as EXPECTED_RATE=500',
    parse: wholeNumber(0, HIGHEST_RATE),
  },
  observeEveryMs: {
    name: 'OBSERVE_EVERY',
    fallback: '1s',
    allowed: 'give a time with its unit from 100ms to 60s, such as OBSERVE_EVERY=1s',
    parse: durationMs(100, 60_000),
  },
  share: {
    name: 'SHARE',
    fallback: '',
    allowed: 'give the number of this process and how many there are, such as SHARE=2/4',
    parse: (text: string) => (text === '' ? null : parseShare(text)),
  },
  shares: {
    name: 'SHARES',
    fallback: '',
    allowed: `give auto, or a whole number from 1 to ${MOST_SHARES}, such as SHARES=4`,
    parse: (text: string) => (text === '' ? 0 : text === 'auto' ? text : wholeNumber(1, MOST_SHARES)(text)),
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

export type LoadSettings = ValuesOf<typeof LOAD_VARIABLES>;
