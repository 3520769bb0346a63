export const TOOL_NAMES = ['embedded', 'k6', 'bare', 'least', 'artillery', 'autocannon'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** Those that are measured to compare with: a load that is too much for one is a figure, and no failure of the bench. */
export const PEERS: readonly ToolName[] = ['artillery', 'autocannon'];

/** GET requests to one address at a constant rate. */
export interface Load {
  readonly url: string;
  /** Whole. */
  readonly ratePerSecond: number;
  /** Whole seconds. */
  readonly durationMs: number;
  /** The most requests that can be under way at a time. */
  readonly vus: number;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What a tool says about latency, in milliseconds; undefined where it does not tell. */
export interface Reported {
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly p999: number | undefined;
  readonly max: number | undefined;
}

/** A load generator as the benches see it. */
export interface Tool {
  readonly name: ToolName;
  readonly version: string;
  /** Whether it starts requests by a plan, whatever became of those before. */
  readonly isOpenLoop: boolean;
  /** The command that makes a load; it may write into `folder`. */
  readonly command: (load: Load, folder: string) => Command;
  /** Reads its report, in `folder` or from what it printed. */
  readonly report: (folder: string, output: string) => Reported;
}
