import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseElastiCacheNodes } from '../../core/lambda/parse-elasticache-nodes.ts';
import { parseLambdaFunction } from '../../core/lambda/parse-lambda-function.ts';
import { baseUrl, durationMs, headerList, oneOf, wholeNumber, yesOrNo } from '../../core/settings/parsers.ts';
import type { Variable } from '../../core/settings/variable.ts';
import { CLOUD_VARIABLES } from '../cloud/cloud-variables.ts';
import { ENVIRONMENT_VARIABLE } from '../environments/with-environment.ts';
import { JOURNEY_VARIABLE, PATHS_VARIABLE } from '../journey/link-journey.ts';

/** What only the command reads, beside the variables of the load itself. */
export const COMMAND_VARIABLES = {
  environment: ENVIRONMENT_VARIABLE,
  ...CLOUD_VARIABLES,
  startAtMs: {
    name: 'START_AT',
    about: 'when the load starts, for processes that share it: a time in UTC; at once when this is not set',
    fallback: '',
    allowed: 'give a time in UTC within the next day, such as START_AT=$(date -u -d "+1 minute" +%FT%TZ)',
    parse: startTime,
  },
  engine: {
    name: 'ENGINE',
    about: 'k6, embedded, or auto: k6 when it is found and fits, the embedded engine otherwise',
    fallback: 'auto',
    allowed: 'give auto, k6 or embedded',
    parse: oneOf('auto', 'k6', 'embedded'),
  },
  journey: JOURNEY_VARIABLE,
  paths: PATHS_VARIABLE,
  resultsDir: {
    name: 'RESULTS_DIR',
    about: 'folder in which each run gets a folder of its own',
    fallback: 'results',
    allowed: 'give the path of a folder',
    parse: (text: string) => text,
  },
  caFile: {
    name: 'CA_FILE',
    about: "file with certificates (PEM) to trust beside the system's, for the API and for Redis",
    fallback: '',
    allowed: 'give the path of a file that can be read and has certificates in PEM form, such as CA_FILE=ca.pem',
    parse: certificateFile,
  },
  otlpEndpoint: {
    name: 'OTLP_ENDPOINT',
    about: 'where to send the run as metrics while it goes on: a receiver of OpenTelemetry (OTLP over HTTP)',
    fallback: '',
    allowed: 'give http:// or https:// and a host, such as OTLP_ENDPOINT=http://localhost:4318',
    secret: 'url',
    parse: (url: string) => (url === '' ? '' : baseUrl(url)),
  },
  otlpHeaders: {
    name: 'OTLP_HEADERS',
    about: 'headers for that receiver, as name=value, separated by commas',
    fallback: '',
    allowed: 'give name=value, such as OTLP_HEADERS="authorization=Bearer abc"',
    secret: 'all',
    parse: headerList,
  },
  lambdaFunction: {
    name: 'LAMBDA_FUNCTION',
    about: 'the function of AWS Lambda behind the API: after the load its log is read and judged',
    fallback: '',
    allowed:
      'give a name or an ARN, with an alias or a version or without, such as LAMBDA_FUNCTION=staging-lego-api or LAMBDA_FUNCTION=staging-lego-api:live',
    parse: parseLambdaFunction,
  },
  logPatternsFile: {
    name: 'LAMBDA_PATTERNS',
    about: 'JSON file with patterns of your own for the lines of the log of the function',
    fallback: '',
    allowed: 'give the path of a file, such as LAMBDA_PATTERNS=patterns.json',
    parse: (text: string) => text,
  },
  elastiCacheNodes: {
    name: 'ELASTICACHE_NODES',
    about: 'the nodes of ElastiCache behind that function, whose meters are then read and judged',
    fallback: '',
    allowed:
      'give up to 20 names of nodes, separated by blanks or commas, such as ELASTICACHE_NODES="staging-redis-001 staging-redis-002"',
    parse: parseElastiCacheNodes,
  },
  elastiCacheServerless: {
    name: 'ELASTICACHE_SERVERLESS',
    about: 'the caches of ElastiCache Serverless behind that function, whose meters are then read and judged',
    fallback: '',
    allowed:
      'give up to 20 names of caches, separated by blanks or commas, such as ELASTICACHE_SERVERLESS=staging-redis',
    // They are kept in lower case.
    parse: (text: string) => parseElastiCacheNodes(text.toLowerCase()),
  },
  elastiCacheAlone: {
    name: 'ELASTICACHE_ALONE',
    about:
      'whether nobody but the function uses those nodes or caches: only then is what their meters tell held against it',
    fallback: '0',
    allowed: 'give 1 or 0, such as ELASTICACHE_ALONE=1',
    parse: yesOrNo,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    about: 'a PostgreSQL server for the local API; an embedded one when this is not set',
    fallback: '',
    allowed: 'give postgres:// and a host, such as DATABASE_URL=postgres://user:password@localhost:5432/flags',
    secret: 'url',
    parse: (text: string) => (text === '' || /^postgres(?:ql)?:\/\/\S+$/.test(text) ? text : undefined),
  },
  port: {
    name: 'PORT',
    about: 'port of the local API; the next free one when it is taken',
    fallback: '3001',
    allowed: 'give a port from 1 to 65535',
    parse: wholeNumber(1, 65_535),
  },
  fault: {
    name: 'FAULT',
    about: 'how the Redis of the local stack goes away: stop, kill, hang or refuse (failover)',
    fallback: 'stop',
    allowed: 'give stop, kill, hang or refuse',
    parse: oneOf('stop', 'kill', 'hang', 'refuse'),
  },
  faultCommand: {
    name: 'FAULT_CMD',
    about: 'shell command that takes your Redis away (failover)',
    fallback: '',
    allowed: 'give a command, such as FAULT_CMD="docker compose stop redis"',
    parse: (text: string) => text,
  },
  recoverCommand: {
    name: 'RECOVER_CMD',
    about: 'shell command that brings your Redis back (failover)',
    fallback: '',
    allowed: 'give a command, such as RECOVER_CMD="docker compose start redis"',
    parse: (text: string) => text,
  },
  coldCommand: {
    name: 'COLD_CMD',
    about: 'shell command that makes your API cold just before the load (cold start)',
    fallback: '',
    allowed: 'give a command, such as COLD_CMD="docker compose restart api"',
    parse: (text: string) => text,
  },
  coldBy: {
    name: 'COLD_BY',
    about:
      'how a function of AWS Lambda is made cold: by a changed variable, or by a pause without concurrency (cold start)',
    fallback: 'environment',
    allowed: 'give environment or concurrency',
    parse: oneOf('environment', 'concurrency'),
  },
  coldPauseMs: {
    name: 'COLD_PAUSE',
    about: 'how long the function has no concurrency (COLD_BY=concurrency)',
    fallback: '60s',
    allowed: 'give a duration from 1s to 10m, such as COLD_PAUSE=60s',
    parse: durationMs(1_000, 600_000),
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

const DAY_MS = 86_400_000;

/** Milliseconds since 1970; 0 for none. */
function startTime(text: string): number | undefined {
  if (text === '') return 0;
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return atMs < Date.now() + DAY_MS ? atMs : undefined;
}

/** The file, if each certificate in it can be read and there is one at least; empty for none. */
function certificateFile(path: string): string | undefined {
  if (path === '') return '';
  try {
    if (!statSync(path).isFile()) return undefined;
    const certificates = readFileSync(path, 'utf8').match(CERTIFICATE);
    for (const certificate of certificates ?? []) new X509Certificate(certificate);
    return certificates === null ? undefined : resolve(path);
  } catch {
    return undefined;
  }
}
