/** A pool that lends its connections first come, first served: exact, for what the formulas assume away. */
export class SimulatedPool {
  /** When each connection is free again. */
  readonly #freeAtMs: number[];

  constructor(size: number) {
    this.#freeAtMs = Array.from({ length: size }, () => Number.NEGATIVE_INFINITY);
  }

  /** Loans are asked for in the order of time. @returns when this one begins */
  lend(atMs: number, holdMs: number): number {
    const next = this.#freeAtMs.reduce(
      (least, freeAtMs, index, all) => (freeAtMs < (all[least] ?? freeAtMs) ? index : least),
      0,
    );
    const beginsAtMs = Math.max(atMs, this.#freeAtMs[next] ?? atMs);
    this.#freeAtMs[next] = beginsAtMs + holdMs;
    return beginsAtMs;
  }
}

/** A request that borrows a connection once or several times, one after the other. */
export interface SimulatedRequest {
  readonly atMs: number;
  /** How long each of its loans lasts. */
  readonly holdsMs: readonly number[];
  /** What it does between two loans. */
  readonly betweenMs: number;
}

/** How long each request takes from when it comes until its last loan is over. */
export function simulateRequests(requests: readonly SimulatedRequest[], size: number): number[] {
  const pool = new SimulatedPool(size);
  const lasted = requests.map(() => 0);
  const asked = requests
    .map(({ atMs }, index) => ({ atMs, index, loan: 0 }))
    .sort((one, other) => one.atMs - other.atMs);
  for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
    const { index, loan } = next;
    const request = requests[index];
    const holdMs = request?.holdsMs[loan];
    if (request === undefined || holdMs === undefined) continue;
    const endsAtMs = pool.lend(next.atMs, holdMs) + holdMs;
    lasted[index] = endsAtMs - request.atMs;
    const again = { atMs: endsAtMs + request.betweenMs, index, loan: loan + 1 };
    const place = asked.findIndex(({ atMs }) => atMs > again.atMs);
    asked.splice(place < 0 ? asked.length : place, 0, again);
  }
  return lasted;
}
