/** Something that must end by a moment of `performance.now()`. */
export interface Deadline {
  readonly dueAt: number;
  expire(): void;
}

const active = new Set<Deadline>();
let timer: NodeJS.Timeout | undefined;
let armedFor = Number.POSITIVE_INFINITY;

/**
 * Watches a deadline. One timer serves all requests of the process: it is armed for the earliest deadline and left alone
 * when a request ends in time, so that the usual request costs no timer at all.
 */
export function addDeadline(deadline: Deadline): void {
  active.add(deadline);
  if (deadline.dueAt < armedFor) arm(deadline.dueAt);
}

/** Stops watching. Harmless when it is not watched. */
export function removeDeadline(deadline: Deadline): void {
  active.delete(deadline);
}

function arm(dueAt: number): void {
  clearTimeout(timer);
  armedFor = dueAt;
  // A moment far away does not fit into a timer; it is then armed again.
  timer = setTimeout(fire, Math.min(Math.max(1, Math.ceil(dueAt - performance.now())), 2 ** 31 - 1)).unref();
}

function fire(): void {
  armedFor = Number.POSITIVE_INFINITY;
  const now = performance.now();
  const expired: Deadline[] = [];
  let next = Number.POSITIVE_INFINITY;
  for (const deadline of active) {
    if (deadline.dueAt <= now) expired.push(deadline);
    else if (deadline.dueAt < next) next = deadline.dueAt;
  }
  for (const deadline of expired) active.delete(deadline);
  if (next !== Number.POSITIVE_INFINITY) arm(next);
  for (const deadline of expired) deadline.expire();
}
