import type { EngineFacts } from '../../core/result/result.ts';

/** A program that runs a k6 script: `<file> <...args> run <script>`. */
export interface Engine extends EngineFacts {
  readonly file: string;
  /** What comes before `run`. */
  readonly args: readonly string[];
}
