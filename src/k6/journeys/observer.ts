import loadObserver from 'lazy/observer';
import type { SetupData } from '../setup/setup-data.ts';

let loaded: ReturnType<typeof loadObserver>['observer'] | undefined;

/** What looks at Redis and at the pool, loaded by the VU that does. */
export function observation(): ReturnType<typeof loadObserver>['observer'] {
  loaded ??= loadObserver().observer;
  return loaded;
}

/** One look at Redis and at the pool. */
export async function observe(data: SetupData): Promise<void> {
  await observation().look(data, true);
}
