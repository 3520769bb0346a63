import type { Table, Target } from './bench-report.ts';
import type { BenchSettings } from './bench-settings.ts';
import type { BenchServer } from './start-server.ts';
import type { Tool } from './tool.ts';
import type { Tools } from './tools/find-tools.ts';

/** What a bench works with. */
export interface BenchContext {
  readonly settings: BenchSettings;
  readonly tools: Tools;
  readonly server: BenchServer;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Takes down that something could not be measured, and says so. */
  readonly fail: (error: unknown) => void;
  /** Says that a load was too much for a peer, which is a figure as well; anything else is taken down as by `fail`. */
  readonly failOf: (tool: Tool, ratePerSecond: number, error: unknown) => void;
  /** Prints a table as soon as it is complete, and keeps it for the report. */
  readonly show: (table: Table) => void;
}

/** What comes of a bench. */
export interface BenchOutcome {
  readonly targets: readonly Target[];
  /** Figures of the single runs. */
  readonly runs: readonly object[];
}
