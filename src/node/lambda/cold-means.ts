import type { ColdChange } from '../../core/lambda/cold-record.ts';
import type { ColdTarget } from './cold-target.ts';

/** What came of setting a function back: it was as it had been, it is so again, or somebody else changed it and it was left so. */
export type ColdRestored = 'untouched' | 'restored' | 'changed by others';

/** A way to make all environments of a function new. Each step throws an Error whose message is the reason in one line. */
export interface ColdMeans<Change extends ColdChange> {
  /** Makes sure that the function can be made cold and set back, and changes nothing. @returns what is to be written down */
  plan(target: ColdTarget): Promise<Change>;
  /** Makes the environments new, and waits until they are. */
  make(target: ColdTarget, change: Change): Promise<void>;
  /** Takes back what {@link make} did or may have done, and nothing that others did since. */
  restore(target: ColdTarget, change: Change): Promise<ColdRestored>;
}
