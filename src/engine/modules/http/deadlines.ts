/**
 * Something that must end by a moment of `performance.now()`. Those that are watched form a list through fields of their
 * own: a Set leaves a trail of outgrown tables behind, each of which keeps its requests from the garbage collector.
 */
export abstract class Deadline {
  abstract readonly dueAt: number;
  isWatched = false;
  previousWatched: Deadline | undefined = undefined;
  nextWatched: Deadline | undefined = undefined;

  abstract expire(): void;
}

let first: Deadline | undefined;
let timer: NodeJS.Timeout | undefined;
let armedFor = Number.POSITIVE_INFINITY;

/**
 * Watches a deadline. One timer serves all requests of the process: it is armed for the earliest deadline and left alone
 * when a request ends in time, so that the usual request costs no timer at all.
 */
export function addDeadline(deadline: Deadline): void {
  if (!deadline.isWatched) {
    deadline.isWatched = true;
    deadline.nextWatched = first;
    if (first !== undefined) first.previousWatched = deadline;
    first = deadline;
  }
  if (deadline.dueAt < armedFor) arm(deadline.dueAt);
}

/** Stops watching. Harmless when it is not watched. */
export function removeDeadline(deadline: Deadline): void {
  if (!deadline.isWatched) return;
  const { previousWatched, nextWatched } = deadline;
  if (previousWatched === undefined) first = nextWatched;
  else previousWatched.nextWatched = nextWatched;
  if (nextWatched !== undefined) nextWatched.previousWatched = previousWatched;
  deadline.isWatched = false;
  deadline.previousWatched = undefined;
  deadline.nextWatched = undefined;
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
  for (let deadline = first; deadline !== undefined; deadline = deadline.nextWatched) {
    if (deadline.dueAt <= now) expired.push(deadline);
    else if (deadline.dueAt < next) next = deadline.dueAt;
  }
  for (const deadline of expired) removeDeadline(deadline);
  if (next !== Number.POSITIVE_INFINITY) arm(next);
  for (const deadline of expired) deadline.expire();
}
