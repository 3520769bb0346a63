import { percentile } from '../metrics/percentile.ts';
import { EnvironmentsSeen } from './environments-seen.ts';
import type { LambdaLogs, LambdaTimes } from './lambda-logs.ts';
import { kindOfLine, type LogPatterns } from './log-patterns.ts';
import { maskLogLine } from './mask-log-line.ts';
import { parsePlatformLine } from './platform-line.ts';
import type { Span } from './span.ts';

/** A line of the log of a function. */
export interface LogLine {
  /** Milliseconds since 1970, by the clock of the function. */
  readonly atMs: number;
  readonly message: string;
  /** The log stream: each environment has one of its own. */
  readonly stream: string;
}

interface SeenKind {
  lines: number;
  firstMs: number;
  lastMs: number;
  example: string;
}

/** How the log was read. */
type LogReading = Pick<LambdaLogs, 'group' | 'isComplete' | 'waitedMs'>;

/** Sorts lines as they come, and keeps of them what a report tells. */
export class LogSorter {
  readonly #kindOf: (message: string) => string | undefined;
  readonly #kinds = new Map<string, SeenKind>();
  readonly #streams = new Set<string>();
  readonly #environments: EnvironmentsSeen;
  readonly #durations: number[] = [];
  readonly #inits: number[] = [];
  readonly #restores: number[] = [];
  #lines = 0;
  #reports = 0;
  #timeouts = 0;
  #failedInits = 0;
  #memoryMaxMb: number | null = null;

  constructor(patterns: LogPatterns, load: Span) {
    this.#kindOf = kindOfLine(patterns);
    this.#environments = new EnvironmentsSeen(load);
  }

  /** Invocations that have ended, by their REPORT lines. */
  get reports(): number {
    return this.#reports;
  }

  get lines(): number {
    return this.#lines;
  }

  add(line: LogLine): void {
    this.#lines += 1;
    this.#streams.add(line.stream);
    const platform = parsePlatformLine(line.message);
    if (platform === undefined) {
      const kind = this.#kindOf(line.message);
      if (kind !== undefined) this.#count(kind, line);
      return;
    }
    this.#environments.add(line.stream, line.atMs, platform);
    const { what, durationMs, initMs, restoreMs, memoryMaxMb, isTimeout } = platform;
    if (what === 'failed-init') this.#failedInits += 1;
    if (what !== 'report') return;
    this.#reports += 1;
    if (isTimeout) this.#timeouts += 1;
    if (durationMs !== null) this.#durations.push(durationMs);
    if (initMs !== null) this.#inits.push(initMs);
    if (restoreMs !== null) this.#restores.push(restoreMs);
    if (memoryMaxMb !== null) this.#memoryMaxMb = Math.max(this.#memoryMaxMb ?? 0, memoryMaxMb);
  }

  #count(kind: string, { atMs, message }: LogLine): void {
    const seen = this.#kinds.get(kind);
    if (seen === undefined) {
      this.#kinds.set(kind, { lines: 1, firstMs: atMs, lastMs: atMs, example: message });
      return;
    }
    seen.lines += 1;
    // Lines of several streams come in no order.
    if (atMs < seen.firstMs) Object.assign(seen, { firstMs: atMs, example: message });
    seen.lastMs = Math.max(seen.lastMs, atMs);
  }

  report(reading: LogReading): LambdaLogs {
    const linesOf = (kind: string) => this.#kinds.get(kind)?.lines ?? 0;
    const lookups = linesOf('cache-hit') + linesOf('cache-miss');
    return {
      ...reading,
      lines: this.#lines,
      kinds: Object.fromEntries(
        [...this.#kinds].map(([kind, { lines, firstMs, lastMs, example }]) => [
          kind,
          { lines, firstAt: iso(firstMs), lastAt: iso(lastMs), example: maskLogLine(example) },
        ]),
      ),
      hitShare: lookups === 0 ? null : linesOf('cache-hit') / lookups,
      environments: this.#streams.size,
      versions: this.#environments.byVersion(),
      invocations: this.#reports,
      // Lambda tells of it in a line of its own, and since 2024 in the REPORT line too.
      timedOut: Math.max(this.#timeouts, linesOf('function-timeout')),
      duration: timesOf(this.#durations),
      init: timesOf(this.#inits),
      restore: timesOf(this.#restores),
      failedInits: this.#failedInits,
      memoryMaxMb: this.#memoryMaxMb,
    };
  }
}

function timesOf(values: readonly number[]): LambdaTimes | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    minMs: percentile(sorted, 0),
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    maxMs: percentile(sorted, 1),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
