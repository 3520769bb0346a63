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

/** What a user can change about a load, as environment variables. Read inside the bundle and by the command alike. */
export const LOAD_VARIABLES = {
  baseUrl: {
    name: 'BASE_URL',
    about: 'the API under load; `make load` starts its own when this is not set',
    fallback: 'http://127.0.0.1:3001',
    allowed:
      'give http:// or https:// and a host, and no query, such as BASE_URL=http://localhost:3001; a port is from 1 to 65535, and special characters are percent-encoded',
    secret: 'url',
    parse: baseUrl,
  },
  insecureTls: {
    name: 'INSECURE_TLS',
    about: '1: certificates of the API and of Redis are not verified',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  ratePerSecond: {
    name: 'RATE',
    about: 'requests per second over all scenarios',
    fallback: '50',
    allowed: `give a whole number of requests per second from 1 to ${HIGHEST_RATE}, or to as many times that as processes share the load (SHARES=auto), such as RATE=50`,
    parse: wholeNumber(1, HIGHEST_RATE * MOST_SHARES),
  },
  durationMs: {
    name: 'DURATION',
    about: 'how long the load lasts',
    fallback: '30s',
    allowed: 'give a time with its unit from 1s to 24h, such as DURATION=30s or DURATION=2m',
    parse: durationMs(1_000, 86_400_000),
  },
  requestTimeoutMs: {
    name: 'REQUEST_TIMEOUT',
    about: 'the slowest answer still waited for; sizes the number of VUs',
    fallback: '3s',
    allowed: 'give a time with its unit from 100ms to 60s, such as REQUEST_TIMEOUT=3s',
    parse: durationMs(100, 60_000),
  },
  mostBodyBytes: {
    name: 'MAX_BODY',
    about: 'the largest answer that is read, decoded; a larger one is a failure',
    fallback: '10MB',
    allowed: 'give a size with its unit from 1KB to 500MB, such as MAX_BODY=10MB',
    // The embedded engine cannot have a longer text.
    parse: byteSize(1_000, 500_000_000),
  },
  authorization: {
    name: 'AUTHORIZATION',
    about: 'value of the Authorization header, such as "Bearer …"',
    fallback: '',
    allowed: 'give one line of printable ASCII',
    secret: 'all',
    parse: headerValue,
  },
  headers: {
    name: 'HEADERS',
    about: 'other headers that every request to the API is sent with, as name=value, separated by commas',
    fallback: '',
    allowed: 'give name=value, such as HEADERS="X-Api-Key=abc,X-Tenant=7"',
    secret: 'all',
    parse: headerList,
  },
  redisUrl: {
    name: 'REDIS_URL',
    about: 'the Redis behind the API; the Redis check is left out when this is not set',
    fallback: '',
    allowed:
      'give redis:// or rediss:// and a host, such as REDIS_URL=redis://localhost:6379, and no Unix socket, which is not supported; write / # ? @ : % of a password percent-encoded, such as %2F for /; options are db and protocol, and TLS has CA_FILE and INSECURE_TLS',
    secret: 'url',
    parse: redisUrl,
  },
  requireRedis: {
    name: 'REQUIRE_REDIS',
    about: '1: a run without a Redis check is not judged',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  ownLimits: {
    name: 'LIMITS',
    about: 'JSON file with limits of your own, by the id of a rule, in the unit of the rule; null leaves a rule out',
    fallback: '',
    allowed: 'give a file such as {"latency-p95": 30, "redis-evictions": null}',
    parse: parseOwnLimits,
  },
  stopEarly: {
    name: 'STOP_EARLY',
    about: '1: the load ends as soon as it cannot become healthy any more',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  expectedMaxConnections: {
    name: 'EXPECTED_MAX_CONNECTIONS',
    about: 'the most connections to Redis that the API may have open',
    fallback: '10',
    allowed: 'give a whole number from 1 to 100000, such as EXPECTED_MAX_CONNECTIONS=10',
    parse: wholeNumber(1, 100_000),
  },
  instances: {
    name: 'INSTANCES',
    about: 'how many instances of the API there are in production; with it, the whole fleet is held against maxclients',
    fallback: '0',
    allowed: 'give a whole number from 1 to 100000, such as INSTANCES=10, or 0 to leave the fleet out',
    parse: wholeNumber(0, 100_000),
  },
  workers: {
    name: 'WORKERS',
    about: 'how many processes each instance has, each with a pool of its own',
    fallback: '1',
    allowed: 'give a whole number from 1 to 10000, such as WORKERS=4',
    parse: wholeNumber(1, 10_000),
  },
  poolSize: {
    name: 'POOL_SIZE',
    about:
      'how many connections the pool of one process may have; 0: as POOL_PATH tells, else EXPECTED_MAX_CONNECTIONS',
    fallback: '0',
    allowed: 'give a whole number from 1 to 100000, such as POOL_SIZE=10, or 0 for what the API tells',
    parse: wholeNumber(0, 100_000),
  },
  apiClients: {
    name: 'API_CLIENTS',
    about: "which connections of Redis are the API's, by name or address; * stands for any text",
    fallback: '*',
    allowed:
      'give one name or address without blanks and commas, * for any text, such as API_CLIENTS=my-api or API_CLIENTS=10.0.*',
    parse: clientPattern,
  },
  poolPath: {
    name: 'POOL_PATH',
    about: "path under which the API tells its own pool's figures as JSON",
    fallback: '',
    allowed:
      'give a path that starts with /, such as POOL_PATH=/health/pool; percent-encode spaces and anything that is not ASCII',
    secret: 'url',
    parse: optionalPath,
  },
  settleMs: {
    name: 'SETTLE',
    about: 'how long connections may take to close after the load (leak)',
    fallback: '5m',
    allowed: 'give a time with its unit from 1s to 1h, such as SETTLE=5m',
    parse: durationMs(1_000, 3_600_000),
  },
  settleTolerance: {
    name: 'SETTLE_TOLERANCE',
    about: 'how many more connections than before the load may then stay open (leak)',
    fallback: '1',
    allowed: 'give a whole number from 0 to 100000, such as SETTLE_TOLERANCE=1',
    parse: wholeNumber(0, 100_000),
  },
  coldMs: {
    name: 'COLD',
    about: 'how long the first requests count as cold (cold start)',
    fallback: '2s',
    allowed: 'give a time with its unit from 1s to 10m, such as COLD=2s',
    parse: durationMs(1_000, 600_000),
  },
  cycles: {
    name: 'CYCLES',
    about: 'how many times load and silence alternate (leak)',
    fallback: '2',
    allowed: 'give a whole number from 2 to 100, such as CYCLES=2',
    parse: wholeNumber(2, 100),
  },
  recoveryMs: {
    name: 'RECOVERY',
    about: 'the time within which everything must be as it was before (spike, failover)',
    fallback: '5s',
    allowed: 'give a time with its unit from 1s to 1h, such as RECOVERY=5s',
    parse: durationMs(1_000, 3_600_000),
  },
  outageMs: {
    name: 'OUTAGE',
    about: 'how long Redis is away (failover)',
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
    about: 'in how many steps the rate rises (saturation)',
    fallback: '7',
    allowed: 'give a whole number from 2 to 20, such as STEPS=7',
    parse: wholeNumber(2, 20),
  },
  stepFactor: {
    name: 'STEP_FACTOR',
    about: 'the rate of each step as a multiple of the rate before it (saturation)',
    fallback: '2',
    allowed: 'give a number from 1.1 to 10, such as STEP_FACTOR=1.5',
    parse: decimal(1.1, 10),
  },
  maxRatePerSecond: {
    name: 'MAX_RATE',
    about: 'requests per second at which the ramp that starts at RATE ends (breakpoint)',
    fallback: '3000',
    allowed: 'give a whole number of requests per second from 2 to 10000, such as MAX_RATE=3000',
    parse: wholeNumber(2, HIGHEST_RATE),
  },
  expectedRate: {
    name: 'EXPECTED_RATE',
    about: 'requests per second that the API must hold (saturation, breakpoint); 0 for none',
    fallback: '0',
    allowed: 'give a whole number of requests per second from 0 to 10000, such as EXPECTED_RATE=500',
    parse: wholeNumber(0, HIGHEST_RATE),
  },
  observeEveryMs: {
    name: 'OBSERVE_EVERY',
    about: 'how often Redis and the pool are looked at',
    fallback: '1s',
    allowed: 'give a time with its unit from 100ms to 60s, such as OBSERVE_EVERY=1s',
    parse: durationMs(100, 60_000),
  },
  share: {
    name: 'SHARE',
    about: 'which share of the load this process sends, where several share it, such as 2/4',
    fallback: '',
    allowed: 'give the number of this process and how many there are, such as SHARE=2/4',
    parse: (text: string) => (text === '' ? null : parseShare(text)),
  },
  shares: {
    name: 'SHARES',
    about:
      'how many processes share the load: those that the command starts on this machine, as many as it takes with auto; in a job or a pod, how many there are',
    fallback: '',
    allowed: `give auto, or a whole number from 1 to ${MOST_SHARES}, such as SHARES=4`,
    parse: (text: string) => (text === '' ? 0 : text === 'auto' ? text : wholeNumber(1, MOST_SHARES)(text)),
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

export type LoadSettings = ValuesOf<typeof LOAD_VARIABLES>;
