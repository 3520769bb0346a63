import type { BlockingRun, Suspension } from './suspension.ts';

/** Runs a generator to its end at once if nothing in it waits; else gives the rest of it, for the caller to delegate to. */
export function settle<T>(run: BlockingRun<T>): T | BlockingRun<T> {
  const first = run.next();
  return first.done ? first.value : resume(run, first);
}

function* resume<T>(run: BlockingRun<T>, first: IteratorResult<Suspension, T>): BlockingRun<T> {
  let step = first;
  while (!step.done) {
    let result: unknown;
    try {
      result = yield step.value;
    } catch (error) {
      step = run.throw(error);
      continue;
    }
    step = run.next(result);
  }
  return step.value;
}
