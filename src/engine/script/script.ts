import type { VirtualUser } from '../vu/virtual-user.ts';

/** The exports of one instance of a script: name to a function that reads the current value. */
export type ScriptExports = Readonly<Record<string, () => unknown>>;

/** A compiled script. */
export interface Script {
  /** Absolute path. */
  readonly path: string;
  /** The modules that it imports, such as `k6/http`. */
  readonly modules: readonly string[];
  /** Runs the script's top level for one VU. Rejects with what it throws. */
  instantiate(vu: VirtualUser): Promise<ScriptExports>;
}
