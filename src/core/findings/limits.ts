// Where a finding needs a limit, it is that of the rule it explains, or follows from how things work.

/** Slow for an answer of the API: the limit of the rule latency-p95. */
export const SLOW_ANSWER_MS = 50;

/** Slow for a command of Redis: the limit of the rule redis-latency-p95. */
export const SLOW_COMMAND_MS = 25;

/** Late for a request: the limit of the rule generator-start-delay. */
export const LATE_START_MS = 25;

/** The limit of the rule redis-warm-hit-rate. */
export const WARM_HIT_SHARE = 0.9;

/** The limit of the rule redis-memory-growth. */
export const MEMORY_GROWTH_BYTES = 10_485_760;

/** A connection that serves fewer requests was not reused: the limit of the rule redis-reuse. */
export const REQUESTS_PER_CONNECTION = 2;

/**
 * Redis runs one command at a time, so a command meets a busy server as often as the server is busy. If that is less
 * than 1 in 20, no 95th percentile comes from it.
 */
export const BUSY_SHARE = 0.05;

/**
 * The shortest pause that is called a stall: clients commonly give up on a command after 200 ms or more, and a machine that
 * is merely busy pauses for less.
 */
export const STALL_MS = 200;

/** From here on INFO is slow, and asked for less often. */
export const SLOW_INFO_MS = 250;
