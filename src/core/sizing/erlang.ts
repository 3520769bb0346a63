// The queue before a pool, by Erlang (1917): loans come at random and independently, last for an exponential time, wait in
// one line, and nobody gives up. The load is in erlangs: loans per second × seconds that each lasts, which is the mean
// number of connections in use (Little's law).

/** The logarithm of the share that a pool without a line would turn away (Erlang B), for pools of 0, 1, 2 … connections. */
function* turnedAway(erlangs: number): Generator<{ readonly size: number; readonly log: number }> {
  const logLoad = Math.log(erlangs);
  for (let size = 0, log = 0; ; size += 1) {
    yield { size, log };
    // Of a share that is too small for a number, the logarithm is not.
    log += logLoad - Math.log(size + 1 + erlangs * Math.exp(log));
  }
}

/** Erlang C from Erlang B; only for a pool that is larger than its load. */
function logWaitShareOf(size: number, erlangs: number, logTurnedAway: number): number {
  const utilisation = erlangs / size;
  return logTurnedAway - Math.log1p(-utilisation * -Math.expm1(logTurnedAway));
}

/** The logarithm of the share of loans that wait for a connection; 0 when all do, because the line only grows. */
export function logWaitShare(size: number, erlangs: number): number {
  if (erlangs <= 0) return Number.NEGATIVE_INFINITY;
  if (erlangs >= size) return 0;
  for (const { size: reached, log } of turnedAway(erlangs)) {
    if (reached === size) return logWaitShareOf(size, erlangs, log);
  }
  return 0;
}

/** The share of loans that wait for a connection (Erlang C). */
export function waitShare(size: number, erlangs: number): number {
  return Math.exp(logWaitShare(size, erlangs));
}

/** How long the loan at fraction `quantile` of all waits, in milliseconds; Infinity where the line only grows. */
export function waitQuantileMs(size: number, erlangs: number, holdMs: number, quantile: number): number {
  if (erlangs >= size) return Number.POSITIVE_INFINITY;
  // Who waits does so for an exponential time.
  const logShare = logWaitShare(size, erlangs) - Math.log1p(-quantile);
  return Math.max(0, (logShare * holdMs) / (size - erlangs));
}

/** The smallest pool in which no more than a share of the loans waits. */
export function smallestPool(erlangs: number, mostWaiting: number): number {
  if (erlangs <= 0) return 1;
  for (const { size, log } of turnedAway(erlangs)) {
    if (size > erlangs && logWaitShareOf(size, erlangs, log) <= Math.log(mostWaiting)) return size;
  }
  return 1;
}
