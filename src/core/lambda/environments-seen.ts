import type { Count } from '../units/count.ts';
import { versionOf } from './log-stream.ts';
import type { PlatformLine } from './platform-line.ts';
import type { Span } from './span.ts';

/** Environments that answered requests of the load. */
export interface SeenEnvironments {
  readonly environments: Count;
  /** Those of them that were started in the window of the log. */
  readonly newEnvironments: Count;
}

/** Of a log stream whose name does not tell. */
export const UNKNOWN_VERSION = 'unknown';

interface Environment {
  isNew: boolean;
  hasServed: boolean;
}

/** Which environments answered requests of the load, and which of them were new: each has a log stream of its own. */
export class EnvironmentsSeen {
  readonly #load: Span;
  readonly #streams = new Map<string, Environment>();

  constructor(load: Span) {
    this.#load = load;
  }

  add(stream: string, atMs: number, { what, initMs, restoreMs }: PlatformLine): void {
    const seen = this.#streams.get(stream) ?? { isNew: false, hasServed: false };
    this.#streams.set(stream, seen);
    if (what === 'start' || initMs !== null || restoreMs !== null) seen.isNew = true;
    if (what === 'report' && atMs >= this.#load.startMs && atMs <= this.#load.endMs) seen.hasServed = true;
  }

  /** By the version of the function, as far as any of it answered. */
  byVersion(): Record<string, SeenEnvironments> {
    const versions: Record<string, { environments: number; newEnvironments: number }> = {};
    for (const [stream, { isNew, hasServed }] of this.#streams) {
      if (!hasServed) continue;
      const version = versionOf(stream) ?? UNKNOWN_VERSION;
      versions[version] ??= { environments: 0, newEnvironments: 0 };
      const seen = versions[version];
      seen.environments += 1;
      if (isNew) seen.newEnvironments += 1;
    }
    return versions;
  }
}
