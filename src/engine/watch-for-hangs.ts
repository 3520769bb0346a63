import { Worker } from 'node:worker_threads';

/** How often the watcher looks: after one or two looks without a beat the event loop stands still. */
export const CHECK_MS = 500;
/** So many looks in a row make a hang that is worth a word; a short one may be what the script computes. */
export const LOOKS_UNTIL_SAID = 4;
/** Under this symbol lies what the watcher calls. Scripts have another global object. */
export const ON_HANG = 'poolproof.onHang';

// Each wakes a process that may have nothing else to do.
const BEAT_MS = 250;

/**
 * Calls `onHang` when the event loop stands still, which is when nothing else can be called: in the middle of what the
 * script computes. The second time, with true, when it has stood still for long. Gives a function that ends the watch.
 *
 * @param watcherFile The built watcher.
 */
export function watchForHangs(watcherFile: string, onHang: (isLong: boolean) => void): () => Promise<unknown> {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  Object.defineProperty(globalThis, Symbol.for(ON_HANG), { value: onHang });
  const watcher = new Worker(watcherFile, { workerData: beats, execArgv: [] });
  watcher.unref();
  // The run is worth more than the watch.
  watcher.on('error', () => {});
  // A process that exits while the watcher calls it waits for the "debugger", and says so.
  return () => watcher.terminate();
}
