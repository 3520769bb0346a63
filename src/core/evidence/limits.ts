import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';

// Where a finding needs a limit, it is that of the rule it explains, or follows from how things work.

/** The limits that findings share with the rules of a run; those of the load profile where it has no such rule. */
export function limitsOf(rules: readonly LimitRule[]) {
  return {
    /** Slow for an answer of the API. Where phases have limits of their own, the widest: the evidence is of all of them. */
    slowAnswerMs: widest(rules, /^(?!redis-).*latency-p95/, 50),
    slowCommandMs: widest(rules, /^redis-latency-p95/, 25),
    lateStartMs: widest(rules, /^generator-start-delay/, 25),
    warmHitLimitShare: widest(rules, /^redis-warm-hit-rate/, 0.9),
    memoryLimitBytes: widest(rules, /^redis-memory-growth/, 10_485_760),
    /** How much of what Redis has left all instances may take. */
    fleetLimitShare: widest(rules, /^redis-fleet/, 1),
    /** A connection that serves fewer requests was not reused. */
    requestsPerConnectionLimit: widest(rules, /^redis-reuse/, 2),
    /** How many connections more than before the load may stay open after a silence. */
    connectionsLeftLimit: widest(rules, /^redis-connections-left$/, 1),
  };
}

interface LimitRule {
  readonly id: string;
  readonly threshold: string;
}

function widest(rules: readonly LimitRule[], id: RegExp, usual: number): number {
  const limits = rules
    .filter((rule) => id.test(rule.id))
    .map(({ threshold }) => parseThresholdExpression(threshold).limit);
  return limits.length === 0 ? usual : Math.max(...limits);
}

/**
 * Redis runs one command at a time, so a command meets a busy server as often as the server is busy. If that is less
 * than 1 in 20, no 95th percentile comes from it.
 */
export const BUSY_SHARE = 0.05;

/** Fewer than this share of the requests are no more than some requests. */
export const MANY = 0.05;

/**
 * The shortest pause that is called a stall: clients commonly give up on a command after 200 ms or more, and a machine that
 * is merely busy pauses for less.
 */
export const STALL_MS = 200;

/** From here on INFO is slow, and asked for less often. */
export const SLOW_INFO_MS = 250;
