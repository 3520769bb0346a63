const { BASE_URL = '', RATE = '', DURATION_MS = '', VUS = '' } = process.env;
const PERIOD_MS = 1_000 / Number(RATE);

/** The server of the bench. */
export const target = new URL(BASE_URL);

/**
 * Makes the users, and starts what is due at the rate of the load, each time with the user that has been idle longest. Ends
 * the process when the time is over.
 *
 * @param start Gives the user back to `idle` when it has its answer.
 */
export function startAtRate<User>(make: () => User, start: (user: User, idle: User[]) => void): void {
  const idle = Array.from({ length: Number(VUS) }, make);
  const beganMs = performance.now();
  let started = 0;
  const startDue = (): void => {
    const elapsedMs = performance.now() - beganMs;
    if (elapsedMs > Number(DURATION_MS)) process.exit();
    for (; started * PERIOD_MS <= elapsedMs; started++) {
      const user = idle.shift();
      if (user !== undefined) start(user, idle);
    }
    setTimeout(startDue, Math.max(1, Math.ceil(started * PERIOD_MS - (performance.now() - beganMs))));
  };
  startDue();
}
