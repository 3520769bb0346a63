/** One place of a script that cannot be rewritten faithfully. Line and column count from 1. */
export interface ScriptProblem {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** A script uses blocking k6 calls where the embedded engine cannot suspend them. Lists every such place. */
export class UnsupportedScriptError extends Error {
  override readonly name = 'UnsupportedScriptError';
  readonly fileName: string;
  readonly problems: readonly ScriptProblem[];

  constructor(fileName: string, problems: readonly ScriptProblem[]) {
    const lines = problems.map(({ line, column, reason }) => `${fileName}:${line}:${column} ${reason}`);
    super(`Cannot run script "${fileName}" on the embedded engine:\n${lines.join('\n')}`);
    this.fileName = fileName;
    this.problems = problems;
  }
}
