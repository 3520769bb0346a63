/** How a Redis command ended. */
export type RedisOutcome = 'ok' | (typeof REDIS_FAILURES)[number];

/** The ways in which a Redis command fails, told apart because each has another remedy. */
export const REDIS_FAILURES = [
  'authentication',
  'permission',
  'maxclients',
  'unreachable',
  'timeout',
  'tls',
  'error',
] as const;

/** Those in which it gave no answer. */
export const SILENT: readonly RedisOutcome[] = ['timeout', 'unreachable'];

// In this order: a connection that is refused may also mention a time-out of the attempt.
const PATTERNS: readonly (readonly [RegExp, RedisOutcome])[] = [
  [/WRONGPASS|NOAUTH|invalid password|invalid username-password/i, 'authentication'],
  [/NOPERM/, 'permission'],
  [/max number of clients/i, 'maxclients'],
  [/x509|certificate|\btls:/i, 'tls'],
  [/connection refused|no such host|dial tcp|EOF|connection reset|broken pipe|network is unreachable/i, 'unreachable'],
  [/i\/o timeout|pool timeout|deadline exceeded/i, 'timeout'],
];

/** What kind of failure the text of a rejected `k6/x/redis` command tells of. */
export function redisOutcomeOf(errorText: string): RedisOutcome {
  return PATTERNS.find(([pattern]) => pattern.test(errorText))?.[1] ?? 'error';
}

/** Whether the same question would be answered the same way again: a right or a command that is not there. */
export function isRefused(errorText: string): boolean {
  return /^NOPERM|unknown (?:sub)?command|not (?:supported|allowed)|disabled/i.test(errorText);
}
