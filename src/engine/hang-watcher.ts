// A thread of its own that sees when the event loop of the engine stands still, and calls the engine anyway: through
// the inspector, which gets a word in even where a script computes without end.
import { Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import { CHECK_MS, LOOKS_UNTIL_SAID, ON_HANG } from './watch-for-hangs.ts';

const beats = workerData as Int32Array;
let latest = -1;
let looksWithoutBeat = 0;

setInterval(() => {
  const before = latest;
  latest = Atomics.load(beats, 0);
  looksWithoutBeat = latest === before ? looksWithoutBeat + 1 : 0;
  if (looksWithoutBeat === 1 || looksWithoutBeat === LOOKS_UNTIL_SAID) callEngine(looksWithoutBeat > 1);
}, CHECK_MS);

function callEngine(isLong: boolean): void {
  const session = new Session();
  session.connectToMainThread();
  const expression = `globalThis[Symbol.for(${JSON.stringify(ON_HANG)})](${isLong})`;
  session.post('Runtime.evaluate', { expression }, () => session.disconnect());
}
