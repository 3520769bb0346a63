// A thread of its own that sees when the event loop of the engine stands still, and calls the engine all the same: through
// the inspector, which gets a word in even where a script computes without end.
import { Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import { CHECK_MS, ON_HANG } from './watch-for-hangs.ts';

const beats = workerData as Int32Array;
let latest = -1;
let hasCalled = false;

setInterval(() => {
  const before = latest;
  latest = Atomics.load(beats, 0);
  if (latest !== before) hasCalled = false;
  else if (!hasCalled) {
    hasCalled = true;
    callEngine();
  }
}, CHECK_MS);

function callEngine(): void {
  const session = new Session();
  session.connectToMainThread();
  const expression = `globalThis[Symbol.for(${JSON.stringify(ON_HANG)})]()`;
  session.post('Runtime.evaluate', { expression }, () => session.disconnect());
}
