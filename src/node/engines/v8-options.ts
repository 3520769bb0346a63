// Little of what the embedded engine allocates lives longer than one request: 4 MB instead of the 16 of V8 spare the
// process 20 MB and cost no time.
const SMALL_YOUNG_GENERATION = '--max-semi-space-size=4';
// Survivors of the start are moved before the load begins; in its middle that takes up to 6 ms.
const COLLECTABLE = '--expose-gc';
// V8 takes a load of 50 requests per second for an idle process and compacts its memory three times, which costs a
// tenth of its time and delays requests by up to 12 ms.
const NEVER_IDLE = '--no-memory-reducer';
// To collect what a load leaves takes 0.3 ms. V8 would have other threads help, and requests wait for each of them: 0.5 ms,
// and on a busy machine more than 2 ms every seventh time.
const COLLECT_ALONE = '--no-parallel-scavenge';
// A function is hot after fifteen times as much work as by default: V8 would spend more on optimizing a short run than it
// saves. The engine has it optimize soon when many iterations are planned.
const OPTIMIZE_LATE = '--interrupt-budget=1000000';
// What V8 does by itself there. Named, so that the engine may change it.
const OPTIMIZE_LATE_IN_22 = '--invocation-count-for-turbofan=3000';

/** Node.js documents these for NODE_OPTIONS, so every version has them. */
const OF_NODE = [SMALL_YOUNG_GENERATION, COLLECTABLE];
/** V8 may drop these at any time, and Node.js does not start with one that V8 does not know. */
const OF_V8 = [
  { option: NEVER_IDLE, oldestNode: 20, newestNode: 26 },
  { option: COLLECT_ALONE, oldestNode: 20, newestNode: 26 },
  { option: OPTIMIZE_LATE, oldestNode: 20, newestNode: 20 },
  { option: OPTIMIZE_LATE_IN_22, oldestNode: 22, newestNode: 22 },
];

/**
 * The options of V8 with which the embedded engine is at its best, as far as this Node.js has them. By its version: to ask
 * it for its options takes a process.
 */
export function v8Options(nodeVersion: string): string[] {
  const major = Number.parseInt(nodeVersion, 10);
  const fitting = OF_V8.filter(({ oldestNode, newestNode }) => oldestNode <= major && major <= newestNode);
  return [...OF_NODE, ...fitting.map(({ option }) => option)];
}
