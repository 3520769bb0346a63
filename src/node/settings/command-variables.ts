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

/** What only the command reads, beside the variables of the load itself. What each is for: docs/settings.md. */
export const COMMAND_VARIABLES = {
  environment: ENVIRONMENT_VARIABLE,
  ...CLOUD_VARIABLES,
  startAtMs: {
    name: 'START_AT',
    fallback: '',
    allowed: 'give a time in UTC within the next day, such as START_AT=$(date -u -d "+1 minute" +%FT%TZ)',
    parse: startTime,
  },
  engine: {
    name: 'ENGINE',
    fallback: 'auto',
    allowed: 'give auto, k6 or embedded',
    parse: oneOf('auto', 'k6', 'embedded'),
  },
  journey: JOURNEY_VARIABLE,
  paths: PATHS_VARIABLE,
  resultsDir: {
    name: 'RESULTS_DIR',
    fallback: 'results',
    allowed: 'give the path of a folder',
    parse: (text: string) => text,
  },
  caFile: {
    name: 'CA_FILE',
    fallback: '',
    allowed: 'give the path of a file that can be read and has certificates in PEM form, such as CA_FILE=ca.pem',
    parse: certificateFile,
  },
  otlpEndpoint: {
    name: 'OTLP_ENDPOINT',
    fallback: '',
    allowed: 'give http:// or https:// and a host, such as OTLP_ENDPOINT=http://localhost:4318',
    secret: 'url',
    parse: (url: string) => (url === '' ? '' : baseUrl(url)),
  },
  otlpHeaders: {
    name: 'OTLP_HEADERS',
    fallback: '',
    allowed: 'give name=value, such as OTLP_HEADERS="authorization=Bearer abc"',
    secret: 'all',
    parse: headerList,
  },
  lambdaFunction: {
    name: 'LAMBDA_FUNCTION',
    fallback: '',
    allowed:
      'give a name or an ARN, with an alias or a version or without, such as LAMBDA_FUNCTION=staging-lego-api or LAMBDA_FUNCTION=staging-lego-api:live',
    parse: parseLambdaFunction,
  },
  logPatternsFile: {
    name: 'LAMBDA_PATTERNS',
    fallback: '',
    allowed: 'give the path of a file, such as LAMBDA_PATTERNS=patterns.json',
    parse: (text: string) => text,
  },
  elastiCacheNodes: {
    name: 'ELASTICACHE_NODES',
    fallback: '',
    allowed:
      'give up to 20 names of nodes, separated by blanks or commas, such as ELASTICACHE_NODES="staging-redis-001 staging-redis-002"',
    parse: parseElastiCacheNodes,
  },
  elastiCacheServerless: {
    name: 'ELASTICACHE_SERVERLESS',
    fallback: '',
    allowed:
      'give up to 20 names of caches, separated by blanks or commas, such as ELASTICACHE_SERVERLESS=staging-redis',
    // They are kept in lower case.
    parse: (text: string) => parseElastiCacheNodes(text.toLowerCase()),
  },
  elastiCacheAlone: {
    name: 'ELASTICACHE_ALONE',
    fallback: '0',
    allowed: 'give 1 or 0, such as ELASTICACHE_ALONE=1',
    parse: yesOrNo,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    fallback: '',
    allowed: 'give postgres:// and a host, such as DATABASE_URL=postgres://user:password@localhost:5432/flags',
    secret: 'url',
    parse: (text: string) => (text === '' || /^postgres(?:ql)?:\/\/\S+$/.test(text) ? text : undefined),
  },
  port: {
    name: 'PORT',
    fallback: '3001',
    allowed: 'give a port from 1 to 65535',
    parse: wholeNumber(1, 65_535),
  },
  fault: {
    name: 'FAULT',
    fallback: 'stop',
    allowed: 'give stop, kill, hang or refuse',
    parse: oneOf('stop', 'kill', 'hang', 'refuse'),
  },
  faultCommand: {
    name: 'FAULT_CMD',
    fallback: '',
    allowed: 'give a command, such as FAULT_CMD="docker compose stop redis"',
    parse: (text: string) => text,
  },
  recoverCommand: {
    name: 'RECOVER_CMD',
    fallback: '',
    allowed: 'give a command, such as RECOVER_CMD="docker compose start redis"',
    parse: (text: string) => text,
  },
  coldCommand: {
    name: 'COLD_CMD',
    fallback: '',
    allowed: 'give a command, such as COLD_CMD="docker compose restart api"',
    parse: (text: string) => text,
  },
  coldBy: {
    name: 'COLD_BY',
    fallback: 'environment',
    allowed: 'give environment or concurrency',
    parse: oneOf('environment', 'concurrency'),
  },
  coldPauseMs: {
    name: 'COLD_PAUSE',
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
