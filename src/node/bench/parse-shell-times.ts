const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * Processor time of all that a shell waited for, user and system, in milliseconds, from what its `times` printed: a line
 * for the shell itself and one for its children, such as `0m0.56s 0m0.01s`. undefined when there is no such line.
 */
export function parseShellTimes(text: string): number | undefined {
  const times = [...text.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS,
  );
  const [, , user, system] = times;
  return user === undefined || system === undefined ? undefined : user + system;
}
