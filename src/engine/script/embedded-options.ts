import type { Tags } from '../metrics/metric-types.ts';

/**
 * The options of a run after consolidation, with k6's defaults filled in. Durations are milliseconds.
 * Source of names and defaults: k6 v2, lib/options.go.
 */
export interface EmbeddedOptions {
  readonly tags: Tags;
  readonly userAgent: string;
  readonly insecureSkipTLSVerify: boolean;
  readonly noConnectionReuse: boolean;
  readonly noVUConnectionReuse: boolean;
  readonly noCookiesReset: boolean;
  readonly discardResponseBodies: boolean;
  readonly throw: boolean;
  /** Undefined: k6's default limit of 10, which logs a warning when it is hit. */
  readonly maxRedirects: number | undefined;
  readonly batch: number;
  readonly batchPerHost: number;
  /** Host name, or host:port, to `ip` or `ip:port`. */
  readonly hosts: Readonly<Record<string, string>>;
}
