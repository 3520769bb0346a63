const PARENT_CHECK_INTERVAL_MS = 500;

/**
 * A signal that aborts when the user wants to stop: on SIGINT, SIGTERM and SIGHUP, and, when make started us, as soon as
 * that make is gone, be it by SIGKILL. A second SIGINT ends the process at once.
 */
export function abortOnSignals(): AbortSignal & { release: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, abort);
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && abort(), PARENT_CHECK_INTERVAL_MS);
  if (process.env.MAKELEVEL === undefined) clearInterval(watch);
  return Object.assign(controller.signal, { release: () => clearInterval(watch) });
}
