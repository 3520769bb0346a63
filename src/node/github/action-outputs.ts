import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** What the action tells the steps after it. */
interface ActionOutputs {
  readonly 'exit-code': number;
  readonly verdict?: string;
  /** Path of report.html. */
  readonly report?: string;
  /** The folder of the run. */
  readonly folder?: string;
  /** Whether there is a result to compare pull requests with. */
  readonly base?: boolean;
}

/** Writes outputs as GitHub reads them; each value ends where a word stands that nobody can know. */
export function writeActionOutputs(outputs: ActionOutputs, { GITHUB_OUTPUT }: NodeJS.ProcessEnv): void {
  if (!GITHUB_OUTPUT) return;
  const end = `end-${randomUUID()}`;
  const text = Object.entries(outputs).map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`);
  appendFileSync(GITHUB_OUTPUT, text.join(''));
}
