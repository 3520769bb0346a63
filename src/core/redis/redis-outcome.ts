/** How a Redis command ended. */
export type RedisOutcome = 'ok' | (typeof REDIS_FAILURES)[number];

/** The ways in which a Redis command fails, told apart because each has another remedy. */
export const REDIS_FAILURES = [
  'authentication',
  'permission',
  'maxclients',
  'unknownHost',
  'nameService',
  'unreachable',
  'timeout',
  'tls',
  'protocol',
  'loading',
  'masterDown',
  'busyScript',
  'outOfMemory',
  'misconfigured',
  'readOnly',
  'clusterDown',
  'moved',
  'error',
] as const;

/** One of those ways. */
export type RedisFailure = Exclude<RedisOutcome, 'ok'>;

/** The name of a kind of failure in the evidence, before `Failures`, `FirstMs` and `LastMs`. */
export function failurePrefix<Kind extends RedisFailure>(outcome: Kind): `redis${Capitalize<Kind>}` {
  return `redis${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}` as `redis${Capitalize<Kind>}`;
}

export function failuresName<Kind extends RedisFailure>(outcome: Kind): `redis${Capitalize<Kind>}Failures` {
  return `${failurePrefix(outcome)}Failures`;
}

/** Those in which it gave no answer. */
export const SILENT: readonly RedisOutcome[] = ['timeout', 'unreachable', 'unknownHost', 'nameService'];

/** Those in which no Redis said anything: each further command would take as long to fail. */
export const UNANSWERED: readonly RedisOutcome[] = [...SILENT, 'tls', 'protocol'];

// In this order: a connection that is refused may also mention a time-out of the attempt, and the lookup of a name as well.
const PATTERNS: readonly (readonly [RegExp, RedisOutcome])[] = [
  [/WRONGPASS|NOAUTH|invalid password|invalid username-password/i, 'authentication'],
  [/\bNOPERM\b/, 'permission'],
  [/max number of clients/i, 'maxclients'],
  [replyCode('LOADING'), 'loading'],
  [replyCode('MASTERDOWN'), 'masterDown'],
  [replyCode('BUSY'), 'busyScript'],
  [replyCode('OOM'), 'outOfMemory'],
  [replyCode('MISCONF'), 'misconfigured'],
  [replyCode('READONLY'), 'readOnly'],
  [replyCode('CLUSTERDOWN|TRYAGAIN'), 'clusterDown'],
  [replyCode('MOVED|ASK'), 'moved'],
  [/x509|certificate|\btls:|TLS handshake/i, 'tls'],
  [/no such host/i, 'unknownHost'],
  [/\blookup \S+.*(?:misbehaving|timeout|temporary|refused)/i, 'nameService'],
  [/redis: (?:invalid|can't)/, 'protocol'],
  [/connection refused|dial tcp|EOF|connection reset|broken pipe|is unreachable|no route to host/i, 'unreachable'],
  [/i\/o timeout|pool timeout|deadline exceeded/i, 'timeout'],
];

/** What kind of failure the text of a rejected `k6/x/redis` command tells of. */
export function redisOutcomeOf(errorText: string): RedisOutcome {
  return PATTERNS.find(([pattern]) => pattern.test(errorText))?.[1] ?? 'error';
}

/** Whether the same question would be answered the same way again: a right or a command that is not there. */
export function isRefused(errorText: string): boolean {
  return /^NOPERM|unknown (?:sub)?command|not supported|disabled/i.test(errorText);
}

/** The word that an error of Redis begins with; the client may say before it what it was about to do. */
function replyCode(code: string): RegExp {
  return new RegExp(`(?:^|: )(?:${code})\\b`);
}
