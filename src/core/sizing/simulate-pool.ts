/** When a loan is asked for, and how long it then holds its connection. */
export interface Loan {
  readonly atMs: number;
  readonly holdMs: number;
}

/**
 * How long each loan waits for a connection of a pool, first come first served, exactly: for what the formulas assume away.
 *
 * @param loans in the order in which they are asked for
 */
export function simulateWaits(loans: Iterable<Loan>, size: number): number[] {
  // When each connection is free again; one that is free the longest is lent first.
  const freeAtMs = Array.from({ length: size }, () => Number.NEGATIVE_INFINITY);
  const waits: number[] = [];
  for (const { atMs, holdMs } of loans) {
    const next = indexOfLeast(freeAtMs);
    const beginsAtMs = Math.max(atMs, freeAtMs[next] ?? atMs);
    freeAtMs[next] = beginsAtMs + holdMs;
    waits.push(beginsAtMs - atMs);
  }
  return waits;
}

function indexOfLeast(numbers: readonly number[]): number {
  return numbers.reduce((least, number, index) => (number < (numbers[least] ?? number) ? index : least), 0);
}
