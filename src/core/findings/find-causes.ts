import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryData } from '../summary/summary-data.ts';
import type { Finding } from './finding.ts';
import { REDIS_FAILURES, type RedisOutcome } from './redis-outcome.ts';

const REDIS_FINDINGS: Readonly<Record<Exclude<RedisOutcome, 'ok'>, Omit<Finding, 'sentence'> & { says: string }>> = {
  authentication: {
    id: 'redis-authentication',
    says: 'Redis refused the password',
    next: 'Check user and password in REDIS_URL (redis://user:password@host:port); special characters are percent-encoded.',
  },
  permission: {
    id: 'redis-permission',
    says: 'Redis denies the user a command of the check',
    next: 'Allow the user PING, SET, GET and DEL on its keys: ACL SETUSER <user> ~poolproof:* +ping +set +get +del',
  },
  unreachable: {
    id: 'redis-unreachable',
    says: 'Redis could not be reached',
    next: 'Check host and port in REDIS_URL from the machine that runs the load: redis-cli -u "$REDIS_URL" ping',
  },
  timeout: {
    id: 'redis-timeout',
    says: 'Redis did not answer in time',
    next: 'Look for what holds Redis up: redis-cli -u "$REDIS_URL" slowlog get 10',
  },
  tls: {
    id: 'redis-tls',
    says: 'The TLS connection to Redis failed',
    next: 'rediss:// needs a certificate that this machine trusts; use redis:// for a server without TLS.',
  },
  error: {
    id: 'redis-error',
    says: 'Redis answered with an error',
    next: 'Run the commands of the check by hand: redis-cli -u "$REDIS_URL" set poolproof:check 1 ex 10',
  },
};

/** The causes that the evidence of a run points to, the surest first. A healthy run has none. */
export function findCauses(data: SummaryData): Finding[] {
  return [...apiFindings(data), ...redisFindings(data)];
}

function apiFindings(data: SummaryData): Finding[] {
  const requests = readValue(data, submetric('http_reqs', { target: 'api' }), 'count');
  const unanswered = readValue(data, submetric('http_reqs', { status: '0', target: 'api' }), 'count');
  const failed = readValue(data, submetric('http_req_failed', { target: 'api' }), 'passes');
  const findings: Finding[] = [];
  if (unanswered > 0) {
    findings.push({
      id: 'api-no-answer',
      sentence: `${unanswered} of ${requests} requests got no answer: refused, reset or slower than REQUEST_TIMEOUT`,
      next: 'Look at the warnings "Request Failed" above for the error, and at the log of the API.',
    });
  }
  if (failed > unanswered) {
    findings.push({
      id: 'api-errors',
      sentence: `${failed - unanswered} of ${requests} requests were answered with an error status`,
      next: 'Look at the status codes above and at the log of the API.',
    });
  }
  return findings;
}

/** Causes that the failed commands of our own check point to; `tags` choose which commands are looked at. */
export function redisFindings(data: SummaryData, tags: Readonly<Record<string, string>> = {}): Finding[] {
  const commands = readValue(
    data,
    submetric('redis_commands', Object.keys(tags).length === 0 ? { target: 'redis' } : tags),
    'count',
  );
  return REDIS_FAILURES.flatMap((outcome) => {
    const failures = readValue(data, submetric('redis_commands', { outcome, ...tags }), 'count');
    if (failures === 0) return [];
    const { id, says, next } = REDIS_FINDINGS[outcome];
    return [{ id, sentence: `${says}: ${failures} of ${commands} commands failed`, next }];
  });
}
