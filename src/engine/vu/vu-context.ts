import type { MetricName, TagSet, Tags } from '../metrics/metric-types.ts';
import type { EmbeddedOptions } from '../script/embedded-options.ts';
import type { Begin } from './execution.ts';
import type { GoError } from './go-error.ts';

/** What a stand-in module may know of the VU it was made for. One per VU; each VU has its own module instances. */
export interface VuContext {
  /** `__VU`: 1, 2, … for VUs that run iterations, 0 in the first init run, setup, teardown and handleSummary. */
  readonly id: number;
  /** `init` while the script's top level runs: HTTP, checks, groups and metric samples are refused there, as in k6. */
  readonly stage: 'init' | 'setup' | 'iteration' | 'teardown' | 'summary';
  /** The consolidated options. Undefined in the first init run, which is what finds them out. */
  readonly options: EmbeddedOptions | undefined;
  /** The VU's tags of this moment (run, scenario, group, `exec.vu.metrics.tags`) with `extra` laid over them. */
  tagSet(extra?: Tags): TagSet;
  /** Adds one sample to a built-in or custom metric, taken now. */
  emit(metric: MetricName, value: number, tags: TagSet): void;
  /** Adds one sample to each of some metrics. The same list of names each time; metrics without a value get none. */
  emitAll(metrics: readonly MetricName[], values: readonly number[], tags: TagSet): void;
  /** Counts bytes at the socket, for `data_sent` and `data_received`; sampled once per iteration. */
  countBytes(sent: number, received: number): void;
  /** Writes a log line as k6 does: `time="…" level=warning msg="…"` on stderr. */
  log(level: 'debug' | 'info' | 'warning' | 'error', message: string, fields?: Tags): void;
  /**
   * Begins an operation that k6 gives a promise of. It keeps the iteration alive until it settles, as in k6, and is
   * cancelled when the iteration ends before. Returns the promise to give to the script.
   */
  track<T>(begin: Begin<T>): Promise<T>;
  /**
   * Begins an operation that k6 waits for by itself, such as `http.get`. The script has to await the promise that this
   * returns, before its iteration ends.
   */
  block<T>(name: string, begin: Begin<T>): Promise<T>;
  /** Has the error, which the script gets as well, end the run. */
  readonly refuse: (error: GoError) => void;
  /** Runs `close` when the VU is disposed of at the end of the test. */
  onDispose(close: () => void): void;
  /** Runs `reset` before each iteration begins (k6 empties the cookie jar then). */
  onIterationStart(reset: () => void): void;
}

/** Makes what one stand-in module exports by default, for one VU. Its fields are the other names that it exports. */
export type CreateModule = (vu: VuContext) => Record<string, unknown>;
