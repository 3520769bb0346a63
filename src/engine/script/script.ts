import type { Program } from '../vu/virtual-user.ts';

/** A compiled script. */
export interface Script extends Program {
  /** The modules that it imports, such as `k6/http`. */
  readonly modules: readonly string[];
}
