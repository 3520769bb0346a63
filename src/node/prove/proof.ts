import type { Result } from '../../core/result/result.ts';
import type { World } from './world.ts';

/** The outcome of one run against one world. */
export interface Proof {
  readonly world: World;
  readonly engine: 'embedded' | 'k6';
  /** undefined when the run ended without one. */
  readonly result: Result | undefined;
  /** The finding named first. */
  readonly named: string | null;
  readonly isRight: boolean;
}
