import { Worker } from 'node:worker_threads';

/** How long the event loop may stand still; at most twice as long passes before it is noticed. */
export const CHECK_MS = 2_000;
/** Under this symbol lies what the watcher calls. Scripts have another global object. */
export const ON_HANG = 'poolproof.onHang';

const BEAT_MS = 500;

/**
 * Calls `onHang` when the event loop stands still, which is when nothing else can be called: in the middle of what the
 * script computes.
 *
 * @param watcherFile The built watcher.
 */
export function watchForHangs(watcherFile: string, onHang: () => void): void {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  Object.defineProperty(globalThis, Symbol.for(ON_HANG), { value: onHang });
  const watcher = new Worker(watcherFile, { workerData: beats, execArgv: [] });
  watcher.unref();
  // The run is worth more than the watch.
  watcher.on('error', () => {});
}
